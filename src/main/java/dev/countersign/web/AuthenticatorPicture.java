package dev.countersign.web;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;

/**
 * What an authenticator app scans: a QR code of an {@code otpauth} address, as an outline of squares of one unit.
 *
 * @param size of the picture in units, quiet zone included
 * @param outline of the dark squares, as the {@code d} of an SVG path
 */
record AuthenticatorPicture(int size, String outline) {

    private static final int QUIET = 4;

    /** @param secret Base32, of an authenticator with six digits and steps of 30 s (RFC 6238) */
    static AuthenticatorPicture of(String userId, String secret) {
        String address = "otpauth://totp/Countersign:" + userId + "?secret=" + secret
                + "&issuer=Countersign&algorithm=SHA1&digits=6&period=30";
        try {
            BitMatrix squares = new QRCodeWriter()
                    .encode(
                            address,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(
                                    EncodeHintType.ERROR_CORRECTION,
                                    ErrorCorrectionLevel.M,
                                    EncodeHintType.MARGIN,
                                    QUIET));
            StringBuilder outline = new StringBuilder();
            for (int y = 0; y < squares.getHeight(); y++) {
                for (int x = 0; x < squares.getWidth(); x++) {
                    if (squares.get(x, y)) {
                        outline.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                    }
                }
            }
            return new AuthenticatorPicture(squares.getWidth(), outline.toString());
        } catch (WriterException e) {
            throw new IllegalStateException("an address of an authenticator fits into a QR code", e);
        }
    }
}
