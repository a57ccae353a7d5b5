package earshot.experiments.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.ExperimentException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class CsvTest {
    /// Whatever the fields hold, writing and reading gives them back.
    @Property
    void roundTrip(
            @ForAll @Size(min = 1, max = 5) List<@Size(min = 2, max = 4) List<@StringLength(max = 6) @Chars({',', '"', '\n', '\r',
                    ' ', 'é'}) @CharRange(from = 'a', to = 'c') String>> rows) {
        String text = String.join("\r\n", rows.stream().map(Csv::line).toList()) + "\r\n";
        assertEquals(rows, Csv.parse("x.csv", text).stream().map(Csv.Row::fields).toList());
    }

    @Test
    void skipsByteOrderMarkAndEmptyLinesAndCountsLines() {
        List<Csv.Row> rows = Csv.parse("x.csv", "\uFEFFa,b\n\n\"two\nlines\",1\r\nlast,2");
        assertEquals(List.of(new Csv.Row(1, List.of("a", "b")), new Csv.Row(3, List.of("two\nlines", "1")),
                new Csv.Row(5, List.of("last", "2"))), rows);
    }

    @Test
    void namesTheLineOfAQuoteThatIsNeverClosed() {
        var wrong = assertThrows(ExperimentException.class, () -> Csv.parse("x.csv", "a,b\n1,\"open\nand on"));
        assertTrue(wrong.getMessage().startsWith("x.csv: line 2: quote is never closed"), wrong.getMessage());
    }

    @Test
    void refusesQuotesInTheMiddle() {
        assertThrows(ExperimentException.class, () -> Csv.parse("x.csv", "a\"b\n"));
        assertThrows(ExperimentException.class, () -> Csv.parse("x.csv", "\"a\"b\n"));
    }
}
