package io.tandem.system.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.tandem.config.SteadyClock;
import io.tandem.system.SystemException;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Spec;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Signs one client in: headers for its calls, and the address that may get them. Tokens are kept until shortly before they expire. */
final class SignIn {

    private static final Duration RENEW_BEFORE = Duration.ofSeconds(30);
    private static final Duration DEFAULT_LIFE = Duration.ofMinutes(15);

    /** RFC 6749, and what a gateway in front of it says. */
    private static final Spec.Words OAUTH_ERROR = new Spec.Words(
            List.of("title", "error"), List.of("error_description", "message", "detail"), List.of("errors"));

    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);

    /** Errors of RFC 6749 that pass by themselves. */
    private static final Set<String> PASSING = Set.of("temporarily_unavailable", "server_error");

    private final String system;
    private final Spec.Client client;
    private final Calls calls;
    private Token token;
    private Instant renewedInVain;

    private final Clock steady;

    /** A sign-in that was repeated because its token was refused is not repeated again so soon while no call gets through. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(30);

    record Token(String value, Instant expires, String address) {}

    SignIn(String system, Spec.Client client, Calls calls) {
        this.system = system;
        this.client = client;
        this.calls = calls;
        this.steady = SteadyClock.beside(calls.clock());
    }

    /** Where calls go: the configured address, or the instance that the sign-in named. */
    String address() {
        return !client.auth().isEmpty() && auth() instanceof Spec.Auth.OAuth2 ? token().address() : configured();
    }

    private String configured() {
        return Calls.withoutSlash(calls.filled(client.url())
                .orElseThrow(() -> new SystemException.Unavailable(system, system + " has no address", null)));
    }

    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        client.headers().forEach((name, value) -> calls.filled(value).ifPresent(v -> headers.put(name, v)));
        if (!client.auth().isEmpty()) {
            headers.put("Authorization", authorization());
        }
        return headers;
    }

    private String authorization() {
        Spec.Auth auth = auth();
        if (auth instanceof Spec.Auth.Bearer bearer) {
            return "Bearer " + calls.filled(bearer.token()).orElseThrow();
        }
        if (auth instanceof Spec.Auth.Basic basic) {
            return basic(
                    calls.filled(basic.user()).orElseThrow(),
                    calls.filled(basic.password()).orElseThrow());
        }
        return "Bearer " + token().value();
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** The first way to sign in whose settings are all there. */
    private Spec.Auth auth() {
        return client.auth().stream()
                .filter(this::complete)
                .findFirst()
                .orElseThrow(() ->
                        new SystemException.CredentialsRefused(system, system + ": settings to sign in are missing"));
    }

    private boolean complete(Spec.Auth auth) {
        if (auth instanceof Spec.Auth.Bearer bearer) {
            return calls.filled(bearer.token()).isPresent();
        }
        if (auth instanceof Spec.Auth.Basic basic) {
            return calls.filled(basic.user()).isPresent()
                    && calls.filled(basic.password()).isPresent();
        }
        Spec.Auth.OAuth2 oauth = (Spec.Auth.OAuth2) auth;
        return calls.filled(oauth.id()).isPresent()
                && calls.filled(oauth.secret()).isPresent();
    }

    /** Whether calls need no sign-in, or the last one went through. */
    synchronized boolean isDone() {
        return token != null || !(auth() instanceof Spec.Auth.OAuth2);
    }

    /** The token of the last sign-in; null before the first one, and where none is needed. */
    synchronized Token last() {
        return token;
    }

    /**
     * Drops a token that was refused, unless that has been done since the call was sent: calls go side by side.
     *
     * @param sent the last token when the call was sent
     * @return whether there is another one to try with
     */
    synchronized boolean renew(Token sent, Answer answer) {
        if (answer.status() != 401) {
            renewedInVain = null;
            return false;
        }
        if (sent != null && sent != token) {
            return true;
        }
        Instant now = steady.instant();
        boolean again = token != null
                && (renewedInVain == null || renewedInVain.plus(AGAIN_AFTER).isBefore(now));
        if (again) {
            token = null;
            renewedInVain = now;
        }
        return again;
    }

    private synchronized Token token() {
        if (token == null || steady.instant().isAfter(token.expires())) {
            token = fetch((Spec.Auth.OAuth2) auth());
        }
        return token;
    }

    private Token fetch(Spec.Auth.OAuth2 oauth) {
        String id = calls.filled(oauth.id()).orElseThrow();
        String secret = calls.filled(oauth.secret()).orElseThrow();
        Map<String, String> headers = new LinkedHashMap<>();
        client.headers().forEach((name, value) -> calls.filled(value).ifPresent(v -> headers.put(name, v)));
        String form = "grant_type=client_credentials";
        if (oauth.inForm()) {
            form += "&client_id=" + encoded(id) + "&client_secret=" + encoded(secret);
        } else {
            headers.put("Authorization", basic(id, secret));
        }
        Spec.Call call = new Spec.Call(
                client.name(),
                "",
                "POST",
                "",
                Map.of(),
                Map.of(),
                NullNode.instance,
                "application/x-www-form-urlencoded",
                true);
        Answer answer = calls.send(
                call,
                Calls.Kind.SIGN_IN,
                calls.filled(oauth.tokenUrl()).orElseThrow(),
                headers,
                form.getBytes(StandardCharsets.UTF_8),
                call.contentType());
        String value = Paths.text(answer.body(), "access_token");
        if (answer.status() >= 300 || value.isEmpty()) {
            throw refused(answer);
        }
        Duration life = life(answer.body().path("expires_in"));
        return new Token(value, steady.instant().plus(life).minus(shorter(life)), instance(oauth, answer));
    }

    /**
     * Credentials are refused only by what answers as a sign-in does: with an error in JSON, or with 401. A page, a redirect
     * or an answer without a token come from somewhere else.
     */
    private SystemException refused(Answer answer) {
        String why = calls.judge().why(answer, OAUTH_ERROR);
        String code = Paths.text(answer.body(), "error");
        if (answer.status() >= 500 || PASSING.contains(code)) {
            return new SystemException.Unavailable(system, system + ": its sign-in fails (" + why + ")", null);
        }
        boolean isPage = answer.type().contains("html");
        boolean refuses = REFUSALS.contains(answer.status()) && answer.body().isObject()
                || answer.status() == 401 && !isPage
                || answer.status() < 300 && !code.isEmpty();
        return refuses
                ? new SystemException.CredentialsRefused(
                        system,
                        system + " refused the credentials (" + why
                                + "). Check its settings, then run: tandem check --connect")
                : new SystemException.Misunderstood(
                        system,
                        system + " did not answer as a sign-in does (" + why
                                + (isPage ? ", a page" : answer.status() < 300 ? ", no token" : "")
                                + "). Check the system's address",
                        null);
    }

    /** An answer that gives no time, or none that is left, says nothing. */
    private static Duration life(JsonNode seconds) {
        String whole = Paths.text(seconds, "").replaceFirst("\\.\\d+$", "");
        return whole.matches("\\d{1,9}") && !whole.matches("0+")
                ? Duration.ofSeconds(Long.parseLong(whole))
                : DEFAULT_LIFE;
    }

    private static Duration shorter(Duration life) {
        return life.compareTo(RENEW_BEFORE.multipliedBy(2)) > 0 ? RENEW_BEFORE : life.dividedBy(2);
    }

    /** The address that the sign-in names is the only other one that may get the token; a setting can pin it. */
    private String instance(Spec.Auth.OAuth2 oauth, Answer answer) {
        String named =
                oauth.instanceUrl().isEmpty() ? "" : Calls.withoutSlash(Paths.text(answer.body(), oauth.instanceUrl()));
        if (named.isEmpty()) {
            return configured();
        }
        Optional<String> pinned = oauth.pinnedBy().isEmpty() ? Optional.empty() : calls.setting(oauth.pinnedBy());
        boolean downgraded = URI.create(configured()).getScheme().equals("https") && !named.startsWith("https://");
        if (downgraded
                || pinned.filter(pin -> !Calls.withoutSlash(pin).equals(named)).isPresent()) {
            throw new SystemException.CredentialsRefused(
                    system,
                    system + ": its sign-in names another address than it may ("
                            + (downgraded ? "not https" : oauth.pinnedBy() + " pins one")
                            + "); no call was made there");
        }
        return named;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
