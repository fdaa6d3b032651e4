package dev.countersign.records;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/** PDF files written object by object, as no PDF program would write them. */
public final class TestPdf {

    private static final String TREE = "<</Type/Catalog/Pages 2 0 R>>|<</Type/Pages/Kids[3 0 R]/Count 1>>|";

    private TestPdf() {}

    /** One page that draws {@code content}; {@code more} are the objects from number 5 on. */
    public static byte[] page(String resources, String content, String... more) {
        List<String> objects = new ArrayList<>(List.of(TREE.split("\\|")));
        objects.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<" + resources + ">>>>");
        objects.add(stream("", content));
        objects.addAll(List.of(more));
        return file(objects);
    }

    /** A page for each of these texts, in one line each. */
    public static byte[] pages(String... texts) {
        List<String> objects = new ArrayList<>(List.of("<</Type/Catalog/Pages 2 0 R>>", ""));
        objects.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
        StringBuilder kids = new StringBuilder();
        for (String text : texts) {
            kids.append(objects.size() + 1).append(" 0 R ");
            objects.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents " + (objects.size() + 2)
                    + " 0 R/Resources<</Font<</F 3 0 R>>>>>>");
            objects.add(stream("", "BT /F 24 Tf 60 700 Td (" + text + ") Tj ET"));
        }
        objects.set(1, "<</Type/Pages/Kids[" + kids + "]/Count " + texts.length + ">>");
        return file(objects);
    }

    /** One empty page, and a comment. */
    public static byte[] saying(String comment) {
        return page("", "% " + comment.replaceAll("[^ -~]", "?"));
    }

    /** 3 KB that draw ten lines 10<sup>12</sup> times: each of twelve forms draws the next ten times. */
    public static byte[] nestedForms(int salt) {
        String[] forms = new String[13];
        for (int i = 0; i < 12; i++) {
            forms[i] = stream(
                    "/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</F %d 0 R>>>>".formatted(6 + i),
                    "/F Do ".repeat(10));
        }
        forms[12] = stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]", "0 0 m 600 800 l S ".repeat(10));
        return page("/XObject<</F 5 0 R>>", "/F Do % " + salt, forms);
    }

    /** One page filled with an image of that size, packed. */
    public static byte[] image(int width, int height, byte[] packed) {
        return page(
                "/XObject<</I 5 0 R>>",
                "q 600 0 0 800 0 0 cm /I Do Q",
                stream(
                        "/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
                                .formatted(width, height),
                        new String(packed, ISO_8859_1)));
    }

    private static String stream(String dictionary, String data) {
        return "<<" + dictionary + "/Length " + data.length() + ">>\nstream\n" + data + "\nendstream";
    }

    private static byte[] file(List<String> objects) {
        StringBuilder file = new StringBuilder("%PDF-1.4\n");
        StringBuilder table = new StringBuilder("0000000000 65535 f \n");
        for (int i = 0; i < objects.size(); i++) {
            table.append("%010d 00000 n \n".formatted(file.length()));
            file.append(i + 1).append(" 0 obj\n").append(objects.get(i)).append("\nendobj\n");
        }
        int start = file.length();
        file.append("xref\n0 %d\n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
                .formatted(objects.size() + 1, table, objects.size() + 1, start));
        return file.toString().getBytes(ISO_8859_1);
    }
}
