package dev.countersign.passkeys;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.authenticator.Curve;
import com.webauthn4j.data.attestation.authenticator.EC2COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.BadChallengeException;
import com.webauthn4j.verifier.exception.BadOriginException;
import com.webauthn4j.verifier.exception.BadRpIdException;
import com.webauthn4j.verifier.exception.BadSignatureException;
import com.webauthn4j.verifier.exception.BadTopOriginException;
import com.webauthn4j.verifier.exception.CrossOriginException;
import com.webauthn4j.verifier.exception.UserNotPresentException;
import com.webauthn4j.verifier.exception.UserNotVerifiedException;
import com.webauthn4j.verifier.exception.VerificationException;
import dev.countersign.crypto.P256Key;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * WebAuthn Level 3 by webauthn4j: ES256 alone, the person verified by the authenticator, no attestation asked for. Counters are judged by
 * the caller, who suspends the passkey.
 */
@Component
class WebAuthn {

    private static final List<PublicKeyCredentialParameters> ACCEPTED = List.of(
            new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.ES256));

    private static final Map<Class<?>, String> CAUSES = Map.of(
            BadOriginException.class, "unknown-origin",
            BadTopOriginException.class, "unknown-origin",
            CrossOriginException.class, "unknown-origin",
            BadRpIdException.class, "unknown-origin",
            BadChallengeException.class, "other-challenge",
            BadSignatureException.class, "wrong-signature",
            UserNotVerifiedException.class, "person-not-verified",
            UserNotPresentException.class, "person-not-present");

    private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager();

    WebAuthn() {
        manager.getAuthenticationDataVerifier().setMaliciousCounterValueHandler(passkey -> {});
        // where a frame may ask, the top origin is checked; where none may, the flag is
        manager.getAuthenticationDataVerifier().setCrossOriginAllowed(true);
    }

    /** What the authenticator made. */
    @SuppressWarnings("ArrayRecordComponent")
    record Made(byte[] credentialId, P256Key key, long signCount, boolean backupEligible) {}

    /** What the client data say they answer: nothing is checked yet. */
    @SuppressWarnings("ArrayRecordComponent")
    record Said(byte[] challenge, String origin) {}

    /** Why something is not accepted, in a word for the audit trail. */
    static final class NotAccepted extends Exception {
        private static final long serialVersionUID = 1L;

        NotAccepted(String cause) {
            super(cause);
        }

        String cause() {
            return Objects.requireNonNull(getMessage());
        }
    }

    /** @return the challenge that the client data of a registration answer */
    byte[] challengeOf(Passkeys.Attestation made) throws NotAccepted {
        return guarded(() -> Objects.requireNonNull(parsed(made).getCollectedClientData())
                .getChallenge()
                .getValue());
    }

    Said said(Assertion answer) throws NotAccepted {
        return guarded(() -> {
            AuthenticationData data = parsed(answer);
            var client = Objects.requireNonNull(data.getCollectedClientData());
            return new Said(
                    client.getChallenge().getValue(),
                    Objects.requireNonNull(client.getOrigin()).toString());
        });
    }

    Made registered(Passkeys.Attestation made, Site site, byte[] challenge) throws NotAccepted {
        return guarded(() -> {
            RegistrationData data = manager.verify(
                    parsed(made), new RegistrationParameters(server(site, challenge), ACCEPTED, true, true));
            var authenticator =
                    Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
            AttestedCredentialData credential = Objects.requireNonNull(authenticator.getAttestedCredentialData());
            return new Made(
                    credential.getCredentialId(),
                    key(credential.getCOSEKey()),
                    authenticator.getSignCount(),
                    authenticator.isFlagBE());
        });
    }

    /** @return the authenticator's counter */
    long answered(Assertion answer, PasskeyMapper.Row passkey, byte[] challenge) throws NotAccepted {
        return guarded(() -> {
            AuthenticationData parsed = parsed(answer);
            boolean framed = Boolean.TRUE.equals(parsed.getCollectedClientData().getCrossOrigin());
            if (framed && answer.site().framedBy() == null) {
                throw new CrossOriginException("a frame asked");
            }
            AuthenticationData data = manager.verify(
                    parsed,
                    new AuthenticationParameters(
                            server(answer.site(), challenge),
                            record(passkey),
                            List.of(passkey.credentialId()),
                            true,
                            true));
            return Objects.requireNonNull(data.getAuthenticatorData()).getSignCount();
        });
    }

    private RegistrationData parsed(Passkeys.Attestation made) {
        return manager.parse(new RegistrationRequest(made.attestationObject(), made.clientData()));
    }

    private AuthenticationData parsed(Assertion answer) {
        return manager.parse(new AuthenticationRequest(
                answer.credentialId(), answer.authenticatorData(), answer.clientData(), answer.signature()));
    }

    private static ServerProperty server(Site site, byte[] challenge) {
        ServerProperty.Builder server = ServerProperty.builder()
                .origins(site.origins().stream().map(Origin::create).collect(Collectors.toSet()))
                .rpId(site.host())
                .challenge(new DefaultChallenge(challenge));
        String above = site.framedBy();
        return above == null
                ? server.build()
                : server.topOrigin(Origin.create(above)).build();
    }

    private static CredentialRecordImpl record(PasskeyMapper.Row passkey) {
        P256Key key = P256Key.ofSpki(passkey.publicKey());
        COSEKey cose = new EC2COSEKey(null, COSEAlgorithmIdentifier.ES256, null, Curve.SECP256R1, key.x(), key.y());
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                passkey.backupEligible(),
                false,
                passkey.signCount(),
                new AttestedCredentialData(AAGUID.ZERO, passkey.credentialId(), cose),
                null,
                null,
                null,
                null);
    }

    private static P256Key key(COSEKey cose) {
        if (!(cose instanceof EC2COSEKey key) || !Curve.SECP256R1.equals(key.getCurve())) {
            throw new IllegalArgumentException("another algorithm than ES256");
        }
        return P256Key.ofPoint(key.getX(), key.getY());
    }

    private interface Work<T> {
        T run();
    }

    private static <T> T guarded(Work<T> work) throws NotAccepted {
        try {
            return work.run();
        } catch (VerificationException e) {
            throw new NotAccepted(CAUSES.getOrDefault(e.getClass(), "not-accepted"));
        } catch (DataConversionException | IllegalArgumentException | NullPointerException e) {
            throw new NotAccepted("malformed");
        }
    }
}
