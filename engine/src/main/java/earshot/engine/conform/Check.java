package earshot.engine.conform;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One case that is ready to run.
///
/// @param name  of the case
/// @param limit within which it must end; null if it may take its time
/// @param body  computes and compares
public record Check(String name, Duration limit, Body body) {

    /// What a case does.
    @FunctionalInterface
    public interface Body {
        /// Computes, and tells the comparison. Whatever it throws is a failure of the case.
        void run(Comparison comparison) throws Exception;
    }

    /// A case without a limit.
    public Check(String name, Body body) {
        this(name, null, body);
    }

    /// A case that fails.
    static Check failing(String name, String failure) {
        return new Check(name, comparison -> comparison.fail(failure));
    }

    /// Runs the case. A thread that does not end within the limit is left behind.
    public Outcome run() {
        if (limit == null) {
            return attempt();
        }
        FutureTask<Outcome> task = new FutureTask<>(this::attempt);
        Thread.ofPlatform().name("conform " + name).daemon().start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Outcome.failed(name, "expected an end within " + limit.toMillis() / 1000.0 + " s, got none");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failed(name, "expected an end, got interrupted");
        } catch (ExecutionException e) {
            throw new AssertionError("an attempt hands on nothing", e);
        }
    }

    private Outcome attempt() {
        Comparison comparison = new Comparison();
        try {
            body.run(comparison);
        } catch (Exception | OutOfMemoryError | StackOverflowError | AssertionError e) {
            comparison.fail("expected a result, got " + described(e));
        }
        return comparison.outcome(name);
    }

    private static String described(Throwable e) {
        String what = e instanceof IllegalArgumentException && e.getMessage() != null ? e.getMessage() : e.toString();
        return what.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
