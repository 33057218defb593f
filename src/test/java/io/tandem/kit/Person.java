package io.tandem.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tandem.record.Json;
import io.tandem.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Somebody who works in the sandbox's systems, over their own APIs. */
public final class Person {

    private final Sandbox sandbox;
    private final HttpClient http = HttpClient.newHttpClient();

    public Person(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    public JsonNode zendesk(String method, String path, String body) {
        String basic = Base64.getEncoder()
                .encodeToString((Sandbox.DEMO_EMAIL + "/token:" + Sandbox.DEMO).getBytes(StandardCharsets.UTF_8));
        return call(method, sandbox.zendesk().url() + "/api/v2/" + path, body, "Basic " + basic);
    }

    /** @return the id of a new user with that email */
    public String newUser(String email) {
        return zendesk(
                        "POST",
                        "users.json",
                        "{\"user\":{\"name\":\"u\",\"role\":\"end-user\",\"email\":\"" + email + "\"}}")
                .path("user")
                .path("id")
                .asText();
    }

    public JsonNode salesforce(String method, String path, String body) {
        return bearer(method, sandbox.salesforce().url() + "/services/data/v62.0/" + path, body);
    }

    public JsonNode powerOffice(String method, String path, String body) {
        return bearer(method, sandbox.powerofficego().url() + "/" + path, body);
    }

    public JsonNode pms(String method, String path, String body) {
        return bearer(method, sandbox.custompms().url() + "/api/v1/" + path, body);
    }

    private JsonNode bearer(String method, String url, String body) {
        return call(method, url, body, "Bearer " + Sandbox.DEMO);
    }

    private static boolean isJsonPatch(String body) {
        return body != null && body.startsWith("[");
    }

    private JsonNode call(String method, String url, String body, String authorization) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", authorization)
                .header("Content-Type", isJsonPatch(body) ? "application/json-patch+json" : "application/json")
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 400) {
                throw new IllegalStateException(method + " " + url + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body().isEmpty() ? MissingNode.getInstance() : Json.MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
