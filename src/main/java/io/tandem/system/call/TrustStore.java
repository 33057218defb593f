package io.tandem.system.call;

import io.tandem.config.Fault;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/** Certificates that are trusted besides Java's own, of a private authority, from {@code http.trust-store}. */
final class TrustStore {

    static final String FILE = "http.trust-store";
    static final String PASSWORD = "http.trust-store-password";

    private final Function<String, Optional<String>> settings;

    TrustStore(Function<String, Optional<String>> settings) {
        this.settings = settings;
    }

    void check(List<Fault> faults) {
        try {
            context();
        } catch (GeneralSecurityException | IOException e) {
            faults.add(new Fault(
                    "",
                    0,
                    FILE + ": " + settings.apply(FILE).orElse("")
                            + " can't be read as certificates in PEM, PKCS12 or JKS; is it there, may this user read it, and is "
                            + PASSWORD + " right?"));
        }
    }

    /** For Camel's http component; empty if Java's own trust is all there is. */
    Optional<SSLContextParameters> parameters() {
        return settings.apply(FILE).map(file -> new SSLContextParameters() {
            @Override
            public SSLContext createSSLContext(CamelContext camel) throws GeneralSecurityException, IOException {
                return context().orElseThrow();
            }
        });
    }

    private Optional<SSLContext> context() throws GeneralSecurityException, IOException {
        Optional<String> file = settings.apply(FILE);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        for (X509Certificate issuer : javas()) {
            all.setCertificateEntry("java-" + all.size(), issuer);
        }
        for (Certificate ours : certificates(Path.of(file.get()))) {
            all.setCertificateEntry("ours-" + all.size(), ours);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers(all), null);
        return Optional.of(context);
    }

    private static X509Certificate[] javas() throws GeneralSecurityException {
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager trusting) {
                return trusting.getAcceptedIssuers();
            }
        }
        throw new CertificateException("this Java trusts nobody");
    }

    private static TrustManager[] managers(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private List<? extends Certificate> certificates(Path path) throws GeneralSecurityException, IOException {
        byte[] bytes = Files.readAllBytes(path);
        if (new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN CERTIFICATE-----")) {
            return List.copyOf(
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes)));
        }
        KeyStore store = KeyStore.getInstance(
                new File(path.toString()), settings.apply(PASSWORD).orElse("").toCharArray());
        List<Certificate> found = new java.util.ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            found.add(store.getCertificate(alias));
        }
        if (found.isEmpty()) {
            throw new CertificateException("no certificate in it");
        }
        return found;
    }
}
