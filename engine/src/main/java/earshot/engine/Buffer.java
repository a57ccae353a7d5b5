package earshot.engine;

import earshot.kernels.Backend;
import earshot.kernels.Storage;

/// Memory that one or more tensor handles show, with what is needed to know when it may be reused.
final class Buffer {
    final Backend backend;
    final Storage storage;
    final Origin made;

    /// The scope that gives it back; null if it lives outside all scopes, as parameters do.
    Scope scope;
    /// Counts changes in place; handles made before the last one are stale.
    int version;
    /// What made the last change in place.
    String changed;
    /// How many nodes of the graph have saved it for their backward step.
    int saves;
    /// How many gradients of a running backward pass it holds.
    int shares;
    /// Made while recording, so the backward pass may release it when no node needs it any more.
    boolean intermediate;
    /// The caller wants it after the backward pass.
    boolean kept;
    /// Smallest and largest integer, if they came from the host: whoever checks them need not wait for a device.
    int smallest = Integer.MIN_VALUE;
    int largest = Integer.MAX_VALUE;
    /// Why it is no longer readable; null while it is.
    String gone;

    Buffer(Backend backend, Storage storage, Scope scope) {
        this.backend = backend;
        this.storage = storage;
        this.scope = scope;
        this.made = Origin.here();
        if (scope != null) {
            scope.add(this);
        }
    }

    /// Gives the memory back before its scope closes.
    void release(String reason) {
        if (gone != null) {
            return;
        }
        move(null);
        retire(reason);
    }

    /// Marks the buffer as gone and gives its memory to the pool; its scope has forgotten it already.
    void retire(String reason) {
        gone = reason;
        backend.memory().release(storage);
    }

    /// Hands the buffer to another scope, or to none.
    void move(Scope target) {
        if (scope != null) {
            scope.remove(this);
        }
        scope = target;
        if (target != null) {
            target.add(this);
        }
    }
}
