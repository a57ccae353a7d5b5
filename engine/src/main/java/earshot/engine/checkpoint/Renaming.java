package earshot.engine.checkpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A rule for names: what a regular expression finds in one is replaced.
///
/// @param found       may be found several times in a name
/// @param replacement as in [Matcher#replaceAll(String)]: {@code $1} is what the first group found
public record Renaming(Pattern found, String replacement) {

    /// A rule from its text, {@code REGEX=REPLACEMENT}; the last {@code =} divides it.
    ///
    /// @throws IllegalArgumentException if it is none
    public static Renaming of(String rule) {
        int sign = rule.lastIndexOf('=');
        if (sign < 1) {
            throw new IllegalArgumentException("rename: expected REGEX=REPLACEMENT, got " + rule);
        }
        try {
            Pattern found = Pattern.compile(rule.substring(0, sign));
            String replacement = rule.substring(sign + 1);
            check(found, replacement);
            return new Renaming(found, replacement);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("rename: " + rule + " begins with no regular expression ("
                    + e.getDescription() + " at " + e.getIndex() + ")", e);
        }
    }

    /// The name after the rule.
    public String apply(String name) {
        return found.matcher(name).replaceAll(replacement);
    }

    /// Tries the replacement on a text that has all groups.
    private static void check(Pattern found, String replacement) {
        try {
            Matcher all = Pattern.compile(found.pattern() + "|").matcher("");
            all.find();
            all.appendReplacement(new StringBuilder(), replacement);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "rename: " + replacement + " is no replacement for " + found + " (" + e.getMessage()
                            + "); write $1 for the first group, \\$ for a dollar sign",
                    e);
        }
    }
}
