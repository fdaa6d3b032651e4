package dev.countersign.crypto;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.jspecify.annotations.Nullable;

/** A request to a timestamp authority (RFC 3161 section 2.4.1), and which answer is one to it. */
public final class TimestampRequest {

    private final org.bouncycastle.tsp.TimeStampRequest request;

    private TimestampRequest(org.bouncycastle.tsp.TimeStampRequest request) {
        this.request = request;
    }

    /**
     * Asks for a token over the hash of these bytes, with the authority's certificate in it.
     *
     * @param nonce unpredictable bytes, so that no older answer fits
     * @param policy dotted identifier of the policy that is demanded; null for any
     * @throws IllegalArgumentException if the policy is no such identifier
     */
    public static TimestampRequest over(byte[] message, TimestampHash hash, byte[] nonce, @Nullable String policy) {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        if (policy != null) {
            generator.setReqPolicy(policy);
        }
        return new TimestampRequest(generator.generate(hash.identifier(), hash.of(message), new BigInteger(1, nonce)));
    }

    /** The bytes to send: {@code application/timestamp-query}. */
    public byte[] der() {
        try {
            return request.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a request of plain fields always encodes", e);
        }
    }

    /**
     * Reads the answer: granted, to exactly this request. Says nothing of who gave it: see {@link TimestampAuthorities}.
     *
     * @param response an {@code application/timestamp-reply}
     * @throws TimestampRefusedException if it is anything else
     */
    public TimestampToken answeredBy(byte[] response) throws TimestampRefusedException {
        TimeStampResponse answer = parsed(response);
        if (answer.getStatus() != PKIStatus.GRANTED && answer.getStatus() != PKIStatus.GRANTED_WITH_MODS) {
            String said = String.valueOf(answer.getStatusString()).replaceAll("[^\\x20-\\x7e]", "?");
            throw new TimestampRefusedException(
                    "it grants none: status " + answer.getStatus() + ", "
                            + said.substring(0, Math.min(200, said.length())),
                    true);
        }
        try {
            answer.validate(request);
            return TimestampToken.parse(answer.getTimeStampToken().getEncoded());
        } catch (TSPException | IOException | RuntimeException e) {
            throw new TimestampRefusedException("it answers something else than it was asked: " + e.getMessage());
        }
    }

    private static TimeStampResponse parsed(byte[] response) throws TimestampRefusedException {
        try {
            ASN1Primitive.fromByteArray(response);
            return new TimeStampResponse(response);
        } catch (TSPException | IOException | RuntimeException e) {
            throw new TimestampRefusedException("it answers with what is no timestamp response");
        }
    }
}
