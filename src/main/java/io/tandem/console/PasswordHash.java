package io.tandem.console;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A password as the users file keeps it: PBKDF2 with HMAC-SHA-512, {@code pbkdf2$rounds$salt$hash}. Cost: about 0.2 s a check. */
record PasswordHash(int rounds, byte[] salt, byte[] hash) {

    private static final int ROUNDS = 210_000;
    private static final int BITS = 256;
    private static final Pattern FORM = Pattern.compile("pbkdf2\\$([1-9]\\d{0,7})\\$([\\w+/=]+)\\$([\\w+/=]+)");

    /** Matches nothing, and takes as long as one that could. */
    static final PasswordHash NOBODY = nobody(ROUNDS);

    static PasswordHash of(String password) {
        return of(password, ROUNDS);
    }

    static PasswordHash of(String password, int rounds) {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(rounds, salt, derive(password, salt, rounds));
    }

    /** Matches nothing, and takes as long as this. */
    PasswordHash ofNobody() {
        return nobody(rounds);
    }

    private static PasswordHash nobody(int rounds) {
        return new PasswordHash(rounds, new byte[16], new byte[BITS / 8]);
    }

    static Optional<PasswordHash> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            return Optional.of(new PasswordHash(
                    Integer.parseInt(form.group(1)), base64.decode(form.group(2)), base64.decode(form.group(3))));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    boolean matches(String password) {
        return MessageDigest.isEqual(hash, derive(password, salt, rounds));
    }

    private static byte[] derive(String password, byte[] salt, int rounds) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, rounds, BITS))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2", e);
        }
    }

    /** As the users file has it. */
    String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "pbkdf2$" + rounds + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    @Override
    public String toString() {
        return "PasswordHash";
    }
}
