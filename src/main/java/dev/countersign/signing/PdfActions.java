package dev.countersign.signing;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.pdmodel.PDDocument;

/** Whether a PDF does something by itself (REC-08): what signers open with programs of their own must not. */
final class PdfActions {

    /** Actions that run, start, send or fetch (ISO 32000-1 section 12.6.4); those that lead to a place in the file are none. */
    private static final Set<String> ACTIVE =
            Set.of("JavaScript", "Launch", "SubmitForm", "ImportData", "GoToE", "Rendition", "RichMediaExecute");

    /** What holds a program, wherever it stands: scripts, and forms by XFA. */
    private static final Set<COSName> PROGRAMS =
            Set.of(COSName.JS, COSName.JAVA_SCRIPT, COSName.getPDFName("XFA"), COSName.getPDFName("RichMediaContent"));

    private PdfActions() {}

    /** Every object of the file is looked at, also one that no page leads to. */
    static boolean areIn(PDDocument document) {
        Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<COSBase> left = new ArrayDeque<>();
        left.add(document.getDocument().getTrailer());
        for (COSObjectKey key : document.getDocument().getXrefTable().keySet()) {
            left.add(document.getDocument().getObjectFromPool(key));
        }
        while (!left.isEmpty()) {
            COSBase one = left.pop();
            if (one instanceof COSObject reference) {
                one = reference.getObject();
            }
            if (one == null || !seen.add(one)) {
                continue;
            }
            if (one instanceof COSArray array) {
                array.forEach(element -> add(left, element));
            } else if (one instanceof COSDictionary dictionary) {
                if (isActive(dictionary)) {
                    return true;
                }
                dictionary.keySet().forEach(key -> add(left, dictionary.getItem(key)));
            }
        }
        return false;
    }

    private static void add(Deque<COSBase> left, COSBase element) {
        if (element instanceof COSObject || element instanceof COSArray || element instanceof COSDictionary) {
            left.push(element);
        }
    }

    private static boolean isActive(COSDictionary dictionary) {
        return ACTIVE.contains(dictionary.getNameAsString(COSName.S, ""))
                || PROGRAMS.stream().anyMatch(dictionary::containsKey);
    }
}
