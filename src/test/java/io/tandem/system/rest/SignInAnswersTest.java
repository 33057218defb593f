package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.EntityKey;
import io.tandem.system.SystemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token end point answers: credentials are refused only by what answers as a sign-in does. */
@Timeout(60)
class SignInAnswersTest {

    static final String DESK = """
            system: desk
            title: Desk, an invented help desk
            settings: {url: {}, id: {}, secret: {secret: true}}
            clients:
              api:
                url: "{desk.url}"
                auth: [{oauth2: {token_url: "{desk.url}/token", credentials: form, id: "{desk.id}", secret: "{desk.secret}"}}]
            entities:
              book:
                modified: touched
                properties: {title: writable}
                fetch: {call: GET /books, paging: link, items: items, next: next}
            """;

    @TempDir
    Path home;

    private int status;
    private String type;
    private String encoding = "";
    private String body;

    @AutoClose
    private final StubbedSystem desk = StubbedSystem.answering(this::answer);

    @BeforeEach
    void serve() throws Exception {
        desk.with("desk.id", "shelf-app").with("desk.secret", "opensesame").open(home, DESK);
    }

    private StubbedSystem.Reply answer(String line, JsonNode sent) {
        if (line.equals("GET /books")) {
            return StubbedSystem.Reply.json("{\"items\": [], \"next\": null}").with(encoded());
        }
        Map<String, String> headers = new HashMap<>(encoded());
        if (status >= 300 && status < 400) {
            headers.put("Location", "https://login.example.com/");
        }
        return new StubbedSystem.Reply(status, type, body == null ? "" : body).with(headers);
    }

    private Map<String, String> encoded() {
        return encoding.isEmpty() ? Map.of() : Map.of("Content-Encoding", encoding);
    }

    private void fetch() {
        desk.entity(EntityKey.parse("desk/book")).fetch(null, Set.of(), page -> {});
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                400 | application/json | {"error":"invalid_grant","error_description":"no client credentials user enabled"} | desk refused the credentials (HTTP 400 invalid_grant: no client credentials user enabled).
                401 | application/json | {"error":"invalid_client","error_description":"unknown client shelf-app"} | desk refused the credentials (HTTP 401 invalid_client: unknown client <value>).
                401 | application/json | {"statusCode":401,"message":"Access denied due to invalid subscription key."} | desk refused the credentials (HTTP 401: Access denied due to invalid subscription key.).
                403 | application/json | {"Title":"Forbidden","Detail":"The client is not allowed"} | desk refused the credentials (HTTP 403 Forbidden: The client is not allowed).
                401 | text/plain       | -                                          | desk refused the credentials (HTTP 401).
                200 | application/json | {"error":"invalid_client"}                 | desk refused the credentials (HTTP 200 invalid_client).
                """)
    void refusesTheCredentials_andSaysWhy(int status, String type, String body, String says) {
        this.status = status;
        this.type = type;
        this.body = body;
        assertThatThrownBy(this::fetch)
                .isInstanceOf(SystemException.CredentialsRefused.class)
                .hasMessage(says + " Check its settings, then run: tandem check --connect");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                200 | text/html        | <html>Sign in</html>       | HTTP 200, a page
                302 | text/html        | -                          | HTTP 302, a page
                307 | text/plain       | -                          | HTTP 307
                403 | text/html        | <html>Blocked</html>       | HTTP 403, a page
                401 | text/html        | <html>Who are you?</html>  | HTTP 401, a page
                404 | application/json | {"error":"NOT_FOUND"}      | HTTP 404 NOT_FOUND
                405 | application/json | -                          | HTTP 405
                400 | text/plain       | bad                        | HTTP 400
                200 | application/json | {"token_type":"bearer"}    | HTTP 200, no token
                200 | application/json | []                         | HTTP 200, no token
                204 | application/json | -                          | HTTP 204, no token
                """)
    void takesWhatIsNoSignInsAnswer_forAWrongAddress(int status, String type, String body, String how) {
        this.status = status;
        this.type = type;
        this.body = body;
        assertThatThrownBy(this::fetch)
                .isInstanceOf(SystemException.Misunderstood.class)
                .hasMessage("desk did not answer as a sign-in does (" + how + "). Check the system's address");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                500 | {"error":"server_error","error_description":"try later"} | desk: its sign-in fails (HTTP 500 server_error: try later)
                400 | {"error":"temporarily_unavailable"}                      | desk: its sign-in fails (HTTP 400 temporarily_unavailable)
                """)
    void takesWhatPasses_forNotAvailable(int status, String body, String says) {
        this.status = status;
        this.type = "application/json";
        this.body = body;
        assertThatThrownBy(this::fetch)
                .isInstanceOf(SystemException.Unavailable.class)
                .hasMessage(says);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "0", "-1", "\"\"", "\"soon\"", "1200", "\"1200\"", "1200.5"})
    void signsInOnce_whateverTheAnswerSaysAboutTime(String expiresIn) {
        status = 200;
        type = "application/json";
        body = "{\"access_token\": \"t-1\", \"expires_in\": " + expiresIn + "}";
        fetch();
        fetch();
        assertThat(desk.asked()).containsExactly("POST /token", "GET /books", "GET /books");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void saysThatAnAnswerIsNotCompressed_asItSays(String said) {
        status = 200;
        type = "application/json";
        body = "{\"access_token\": \"t-1\"}";
        encoding = said;
        assertThatThrownBy(this::fetch)
                .isInstanceOf(SystemException.Misunderstood.class)
                .hasMessage("desk says that its answer is compressed, and it is not. Check what stands in front of it");
    }
}
