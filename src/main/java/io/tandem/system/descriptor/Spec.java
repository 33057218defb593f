package io.tandem.system.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.config.Setting;
import io.tandem.record.IdForm;
import io.tandem.system.Access;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a descriptor file says, as data. Each record is one word of the file; see {@code config/systems}. */
public final class Spec {

    private Spec() {}

    /**
     * @param stub whether it was generated and speaks the sandbox's general API until somebody fills it in
     * @param parallel so many chunks of a flow may be at it at the same time
     */
    public record Descriptor(
            String name,
            String title,
            boolean stub,
            List<Setting> settings,
            Map<String, Client> clients,
            Map<String, String> budgets,
            int parallel,
            Answers answers,
            Map<String, Entity> entities) {}

    /** One way to speak to a system: address, headers, and how to sign in; the first whose settings are present counts. */
    public record Client(String name, String url, Map<String, String> headers, List<Auth> auth) {}

    public sealed interface Auth {
        record Bearer(String token) implements Auth {}

        record Basic(String user, String password) implements Auth {}

        /**
         * Client credentials.
         *
         * @param inForm whether id and secret go into the form, else into a Basic header
         * @param instanceUrl path in the answer to the address that calls go to; "" if there is none
         * @param pinnedBy setting that says which address that must be; "" if none
         */
        record OAuth2(String tokenUrl, boolean inForm, String id, String secret, String instanceUrl, String pinnedBy)
                implements Auth {}
    }

    /**
     * Where an answer says what is wrong. Names in paths fit in any letter case, {@code *} is every member.
     *
     * @param fields paths to the names of the fields that it speaks of
     */
    public record Words(List<String> code, List<String> message, List<String> fields) {

        static Words none() {
            return new Words(List.of(), List.of(), List.of());
        }
    }

    /** How answers say that something is wrong. */
    public record Answers(
            Map<String, List<JsonNode>> failedWhen,
            Words words,
            String retryAfterPattern,
            String remainingHeader,
            String resetHeader,
            String usageHeader,
            List<Rule> rules) {

        /**
         * @param messages texts of which the message has to hold one, in any letter case; empty if any message fits
         * @param existing path to the id of the record that exists; "" if none
         */
        public record Rule(
                List<Integer> status, List<String> codes, List<String> messages, Problem.Kind kind, String existing) {}
    }

    /** An endpoint with its templates. */
    public record Call(
            String client,
            String budget,
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            JsonNode body,
            String contentType,
            boolean repeatable) {

        static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

        /** A read with more in its query; what stands in both is the other's. */
        public Call with(Map<String, String> more) {
            Map<String, String> all = new LinkedHashMap<>(more);
            query.forEach(all::putIfAbsent);
            return new Call(client, budget, method, path, all, headers, body, contentType, true);
        }

        public Call to(String otherMethod, String otherPath) {
            return new Call(client, budget, otherMethod, otherPath, query, headers, body, contentType, repeatable);
        }

        /** The same, tried once only. */
        public Call once() {
            return new Call(client, budget, method, path, query, headers, body, contentType, false);
        }
    }

    /**
     * @param deletedModified path to the modified time of a deleted record, where the usual one no longer changes; "" if it doesn't
     * @param variantOf entity that this one stands in for when a setting says so; "" if none
     */
    public record Entity(
            String name,
            String variantOf,
            Map<String, String> when,
            String id,
            String modified,
            String deletedModified,
            String token,
            StampForm stampForm,
            Map<String, List<JsonNode>> deletedWhen,
            Map<String, List<JsonNode>> presentWhen,
            String idSpace,
            IdForm idForm,
            Map<String, List<JsonNode>> lockedWhen,
            List<String> needs,
            Duration overlap,
            Duration readLag,
            Duration lookupLag,
            String pageUrl,
            Map<String, Property> properties,
            Fetch fetch,
            Read readMany,
            Read lookUp,
            Update update,
            Create create,
            Delete delete) {}

    /** @param sequence the calls that write it; empty if the plain update does */
    public record Property(
            String name,
            String path,
            Access access,
            boolean email,
            boolean clearable,
            StampForm form,
            List<Step> sequence) {}

    /** How the pages of a list follow each other. */
    public enum Paging {
        /** The answer names a cursor for the next page. */
        CURSOR,
        /** The answer names a time at which the next page starts. */
        TIME,
        /** The answer names a link to the next page. */
        LINK,
        /** Pages are numbered. */
        PAGE,
        /** Rows are skipped. */
        OFFSET
    }

    /**
     * The walk over an entity's changes.
     *
     * @param since query of a walk from a point in time
     * @param full query of a walk over everything, records without a modified time too; by default one since 1970
     * @param following query of the next page, for CURSOR
     * @param next path to cursor, time or link of the next page
     * @param end path to a flag that says this was the last page; "" if there is none
     * @param total path to the number of all rows, for OFFSET
     * @param cursorIsWatermark whether a later walk starts at the cursor; else at the greatest stamp
     * @param ordered whether pages come in order of their stamps, so that each page's greatest stamp is safe
     * @param sideBySide whether parts of the list may be read at the same time
     * @param exclusive whether {@code since} means later than
     * @param fresh how old {@code since} has to be at least
     */
    public record Fetch(
            Call call,
            Paging paging,
            Map<String, String> since,
            Map<String, String> full,
            Map<String, String> following,
            String items,
            Each each,
            String next,
            String end,
            String total,
            int firstPage,
            int pageSize,
            boolean cursorIsWatermark,
            boolean ordered,
            boolean sideBySide,
            boolean exclusive,
            Duration fresh) {}

    /** The records are members of a list inside each row; named fields of the row are visible in them. */
    public record Each(String list, Map<String, List<JsonNode>> where, List<String> parent) {}

    /** @param ref path to the external reference, for look-ups */
    public record Read(Call call, int batch, String items, String ref) {

        /** Whether each call is about one record, which its path names. */
        public boolean ofOne() {
            return Template.places(call.path()).stream()
                    .anyMatch(place -> place.equals("id") || place.equals("number"));
        }
    }

    /** What keeps a write from overwriting an edit that was not seen (rule 9). */
    public enum Condition {
        /** The write carries the version that was seen. */
        TOKEN,
        /** The write itself tests the values that were seen. */
        TEST,
        /** The record is read again just before. */
        READ
    }

    /**
     * @param calls alternatives by what the record holds; the last has no condition
     * @param batch 1 for single writes
     * @param item template of one record in a batch
     * @param jsonPatch whether the body is a JSON Patch with a test before each replace
     * @param record path to the record in the answer, or in one result; null if the answer carries none
     */
    public record Update(
            List<ChosenCall> calls,
            int batch,
            JsonNode item,
            boolean jsonPatch,
            Condition condition,
            Results results,
            String record,
            Job job) {

        /** Whether a body is the whole record with the changes in it. */
        public boolean sendsWhole() {
            return Template.has(item, "whole")
                    || calls.stream().anyMatch(one -> Template.has(one.call().body(), "whole"));
        }
    }

    public record ChosenCall(List<String> present, List<String> empty, Call call) {}

    /**
     * @param record path to the record in the answer, or in one result
     * @param id path to the new record's id there; "" if it stands where records have it
     */
    public record Create(Call call, int batch, JsonNode item, Results results, String record, String id) {

        /** Whether it may be sent twice, and carries the key by which the system knows that it is one create. */
        boolean isKeyed() {
            return call.repeatable()
                    && (Template.has(call, "idempotency_key") || Template.has(item, "idempotency_key"));
        }
    }

    public record Delete(Call call) {}

    /**
     * Results per record.
     *
     * @param items path to the list in the answer
     * @param id path to the id of the record that a result is about; "" if it doesn't say
     * @param index path to the place of the write in the request, from 0; "" if it doesn't say
     * @param status path to an HTTP-like status; "" if none
     * @param failedWhen values that mean failure, by path
     */
    public record Results(
            String items,
            String id,
            String index,
            String status,
            Map<String, List<JsonNode>> failedWhen,
            Words words) {}

    /** A job to wait for. */
    public record Job(String id, Call call, String status, List<String> done, List<String> failed, Duration patience) {}

    /**
     * One call of a property's sequence.
     *
     * @param list path to a list in the answer, for {@code find}
     * @param next path to the link to the list's next page; "" if it comes whole
     * @param find by name: the first row of the list that has these values
     * @param guard places that must hold these values, else the record has changed since it was read
     * @param unless name of something found: then this step isn't needed
     * @param onlySetting setting and value that must hold; empty if always
     * @param result path in the answer, saved under {@code as}
     * @param otherwise path to try when this call is refused; null if none
     */
    public record Step(
            Call call,
            String list,
            String next,
            Map<String, Map<String, String>> find,
            Map<String, String> guard,
            String unless,
            Map<String, String> onlySetting,
            String result,
            String as,
            String otherwise) {}
}
