package earshot.experiments.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTest {

    /// Names of data sets and classes are anybody's.
    @Test
    void wordsStayWords() {
        String page = new Html("a < b").heading("<script>").paragraph("x & \"y\"")
                .table(List.of(List.of("<i>"), List.of("</td>")))
                .folded("s", "<pre>").page();
        assertFalse(page.contains("<script>") || page.contains("<i>") || page.contains("<td></td>"), page);
        assertTrue(page.contains("<h2>&lt;script&gt;</h2>"), page);
        assertTrue(page.contains("<p>x &amp; &quot;y&quot;</p>"), page);
        assertTrue(page.contains("<th>&lt;i&gt;</th>") && page.contains("<td>&lt;/td&gt;</td>"), page);
        assertTrue(page.startsWith("<!DOCTYPE html>") && page.endsWith("</html>\n"), page);
    }

    @Test
    void picturesStandInThePage() {
        byte[] png = {1, 2, 3};
        String page = new Html("t").picture(png, "p").page();
        String data = page.replaceAll("(?s).*base64,([^\"]*)\".*", "$1");
        assertEquals(List.of((byte) 1, (byte) 2, (byte) 3), bytes(Base64.getDecoder().decode(data)));
        assertFalse(page.contains("http"), "nothing is fetched from elsewhere");
    }

    private static List<Byte> bytes(byte[] values) {
        return List.of(values[0], values[1], values[2]);
    }
}
