package dev.countersign.signing;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TreeMap;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.graphics.color.PDOutputIntent;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;

/** What makes a PDF one that is kept (PDF/A-3, ISO 19005-3), takes files in, and closes it under a seal (PAdES). */
final class PdfArchive {

    private static final String SRGB = "sRGB IEC61966-2.1";
    private static final float VERSION = 1.7f;
    private static final COSName DOC_MDP = COSName.getPDFName("DocMDP");

    private PdfArchive() {}

    /** A file that goes along, byte for byte: already part of the document, and of no name yet. */
    record Enclosed(String name, PDEmbeddedFile file) {}

    /** Takes a file in, packed: its bytes are not needed any more. */
    static Enclosed take(PDDocument document, String name, String mediaType, byte[] bytes) throws IOException {
        PDEmbeddedFile file = new PDEmbeddedFile(document, new ByteArrayInputStream(bytes), COSName.FLATE_DECODE);
        file.setSubtype(mediaType);
        file.setSize(bytes.length);
        return new Enclosed(name, file);
    }

    /** Says what the document is: its name, its language, its colours, and that it conforms. */
    static void describe(PDDocument document, String title, Instant at) throws IOException {
        document.setVersion(VERSION);
        document.getDocumentInformation().setTitle(title);
        PDDocumentCatalog catalog = document.getDocumentCatalog();
        catalog.setLanguage("en");
        PDViewerPreferences preferences = new PDViewerPreferences(new COSDictionary());
        preferences.setDisplayDocTitle(true);
        catalog.setViewerPreferences(preferences);
        PDMetadata metadata = new PDMetadata(document);
        metadata.importXMPMetadata(xmp(title, at).getBytes(StandardCharsets.UTF_8));
        catalog.setMetadata(metadata);
        PDOutputIntent colours = new PDOutputIntent(
                document,
                new ByteArrayInputStream(
                        ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData()));
        colours.setInfo(SRGB);
        colours.setOutputCondition(SRGB);
        colours.setOutputConditionIdentifier(SRGB);
        colours.setRegistryName("http://www.color.org");
        catalog.addOutputIntent(colours);
    }

    /** Offers the files, each under its name. */
    static void enclose(PDDocument document, List<Enclosed> files, Instant at) throws IOException {
        if (files.isEmpty()) {
            return;
        }
        TreeMap<String, PDComplexFileSpecification> named = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        COSArray associated = new COSArray();
        for (Enclosed file : files) {
            file.file().setModDate(calendar(at));
            String name = free(file.name(), named);
            PDComplexFileSpecification specification = new PDComplexFileSpecification();
            specification.setFile(name);
            specification.setFileUnicode(name);
            specification.setEmbeddedFile(file.file());
            specification.setEmbeddedFileUnicode(file.file());
            specification.getCOSObject().setItem(COSName.getPDFName("AFRelationship"), COSName.getPDFName("Source"));
            named.put(name, specification);
            associated.add(specification);
        }
        PDEmbeddedFilesNameTreeNode tree = new PDEmbeddedFilesNameTreeNode();
        tree.setNames(named);
        PDDocumentNameDictionary names = new PDDocumentNameDictionary(document.getDocumentCatalog());
        names.setEmbeddedFiles(tree);
        document.getDocumentCatalog().setNames(names);
        document.getDocumentCatalog().getCOSObject().setItem(COSName.getPDFName("AF"), associated);
    }

    /** Files of one name are told apart by a number behind it, in letters of either case: folders may not. */
    private static String free(String name, TreeMap<String, ?> taken) {
        int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
        String free = name;
        for (int number = 2; taken.containsKey(free); number++) {
            free = name.substring(0, dot) + " (" + number + ")" + name.substring(dot);
        }
        return free;
    }

    /** The document with its seal: whatever is changed or added afterwards, a reader tells. */
    static byte[] sealed(byte[] pdf, String by, Instant at, PrintedPages.Seal seal) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDSignature signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(COSName.getPDFName("ETSI.CAdES.detached"));
            signature.setName(by);
            signature.setReason("This copy is as the installation printed it.");
            signature.setSignDate(calendar(at));
            certify(document, signature);
            document.addSignature(signature, seal::over);
            ByteArrayOutputStream sealed = new ByteArrayOutputStream(pdf.length + 32 * 1024);
            document.saveIncremental(sealed);
            return sealed.toByteArray();
        }
    }

    /** Nothing at all may be added afterwards (ISO 32000-1 section 12.8.2.2): no remark, no further signature. */
    private static void certify(PDDocument document, PDSignature signature) {
        COSDictionary parameters = new COSDictionary();
        parameters.setItem(COSName.TYPE, COSName.getPDFName("TransformParams"));
        parameters.setInt(COSName.P, 1);
        parameters.setName(COSName.V, "1.2");
        COSDictionary reference = new COSDictionary();
        reference.setItem(COSName.TYPE, COSName.getPDFName("SigRef"));
        reference.setItem(COSName.getPDFName("TransformMethod"), DOC_MDP);
        reference.setItem(COSName.getPDFName("TransformParams"), parameters);
        COSArray references = new COSArray();
        references.add(reference);
        signature.getCOSObject().setItem(COSName.getPDFName("Reference"), references);
        COSDictionary permissions = new COSDictionary();
        permissions.setItem(DOC_MDP, signature);
        permissions.setNeedToBeUpdated(true);
        COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
        catalog.setItem(COSName.PERMS, permissions);
        catalog.setNeedToBeUpdated(true);
    }

    private static Calendar calendar(Instant at) {
        return GregorianCalendar.from(at.atZone(ZoneOffset.UTC));
    }

    private static String xmp(String title, Instant at) {
        String moment = at.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
        return """
            <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>3</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance></rdf:Description>
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title></rdf:Description>
            <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate><xmp:CreatorTool>Countersign</xmp:CreatorTool></rdf:Description>
            </rdf:RDF></x:xmpmeta>
            <?xpacket end="r"?>""".formatted(escaped(title), moment, moment);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '&' || c == '<' || c == '>') {
                escaped.append("&#").append(c).append(';');
            } else if (c >= ' ' && c != 0xFFFE && c != 0xFFFF && !(c >= 0xD800 && c <= 0xDFFF)) {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
