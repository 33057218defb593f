package io.tandem.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Updates of one entity, each on the condition that the record still is as it was seen (rule 9). Used once.
 *
 * <p>Order: a bulk read where the API has no condition; the sequences of single properties, which guard themselves; the
 * plain properties in batches; a bulk read where answers carry no record.
 */
final class UpdateCalls {

    private final RestEntity client;
    private final Spec.Entity entity;
    private final Calls calls;
    private final RecordReader reader;
    private int forbiddenInARow;

    UpdateCalls(RestEntity client, Spec.Entity entity, Calls calls, RecordReader reader) {
        this.client = client;
        this.entity = entity;
        this.calls = calls;
        this.reader = reader;
    }

    List<WriteResult> write(List<Write.Update> updates, Set<String> properties) {
        List<UpdateJob> jobs = updates.stream().map(this::job).toList();
        if (entity.update().condition() == Spec.Condition.READ) {
            lookAgain(jobs, properties);
        }
        jobs.stream().filter(UpdateJob::open).forEach(this::writeSequences);
        writePlain(
                jobs.stream().filter(job -> job.open() && !job.plain.isEmpty()).toList(), properties);
        readAfter(jobs, properties);
        return jobs.stream().map(job -> job.result).toList();
    }

    private UpdateJob job(Write.Update update) {
        return new UpdateJob(
                update,
                update.changes().only(name -> !sequenced(name)),
                update.changes().only(this::sequenced));
    }

    private boolean sequenced(String property) {
        return !entity.properties().get(property).sequence().isEmpty();
    }

    private boolean guarded(String property) {
        return entity.properties().get(property).sequence().stream()
                .anyMatch(step -> !step.guard().isEmpty());
    }

    /** Reads the records once more, unless their sequences guard all that is written. */
    private void lookAgain(List<UpdateJob> jobs, Set<String> properties) {
        List<UpdateJob> unguarded = jobs.stream()
                .filter(job -> !job.update.changes().properties().stream().allMatch(this::guarded))
                .toList();
        if (unguarded.isEmpty()) {
            return;
        }
        Map<String, SyncRecord> fresh = byId(unguarded, properties);
        for (UpdateJob job : unguarded) {
            SyncRecord now = fresh.get(job.id());
            if (now == null) {
                job.result = gone();
            } else if (!isAsSeen(job, now, properties)) {
                job.result = new WriteResult.Stale(now, false);
            }
        }
    }

    private Map<String, SyncRecord> byId(List<UpdateJob> jobs, Set<String> properties) {
        Map<String, SyncRecord> found = new HashMap<>();
        client.readMany(jobs.stream().map(UpdateJob::id).distinct().toList(), properties)
                .forEach(record -> found.put(record.key().id(), record));
        return found;
    }

    private static WriteResult gone() {
        return new WriteResult.Refused(new Refusal(Refusal.Kind.GONE, "it is no longer there", null));
    }

    private void writeSequences(UpdateJob job) {
        for (String property : job.sequenced.properties()) {
            if (!job.open()) {
                return;
            }
            Sequence sequence = new Sequence(calls, entity.properties().get(property));
            Optional<Problem> problem = sequence.run(job.update.seen(), job.sequenced.get(property));
            countForbidden(problem);
            if (problem.isEmpty()) {
                job.wrote = true;
            } else if (problem.get().kind() == Problem.Kind.STALE && !job.wrote) {
                job.stale = true;
            } else {
                job.refused.put(property, problem.get().refusal());
            }
        }
    }

    /** One record that must not be written is its own trouble; one after the other is the system's. */
    private void countForbidden(Optional<Problem> problem) {
        boolean is = problem.filter(p -> p.kind() == Problem.Kind.CREDENTIALS).isPresent();
        forbiddenInARow = is ? forbiddenInARow + 1 : 0;
        if (forbiddenInARow >= Batches.FAILURES_IN_A_ROW) {
            throw new SystemException.CredentialsRefused(
                    calls.system(),
                    calls.system() + " forbids one write after the other ("
                            + problem.orElseThrow().message() + ")");
        }
    }

    private void writePlain(List<UpdateJob> jobs, Set<String> properties) {
        if (jobs.isEmpty()) {
            return;
        }
        Spec.Update update = entity.update();
        Batches batches = new Batches(calls);
        List<Batches.Outcome> outcomes = batches.send(jobs, update.batch(), sender(properties), update.results());
        for (int i = 0; i < jobs.size(); i++) {
            settlePlain(jobs.get(i), outcomes.get(i), properties);
        }
    }

    private Batches.Sender<UpdateJob> sender(Set<String> properties) {
        return new Batches.Sender<>() {
            @Override
            public Answer send(List<UpdateJob> some) {
                Answer answer = UpdateCalls.this.send(some);
                some.forEach(job -> job.sent(answer.repeated()));
                return answer;
            }

            @Override
            public Map<UpdateJob, Problem> inDoubt(List<UpdateJob> some, Problem problem) {
                return entity.update().condition() == Spec.Condition.READ ? changedSince(some, properties) : Map.of();
            }
        };
    }

    /** Where nothing else guards a write: those whose record is no longer as it was seen, perhaps by that very write. */
    private Map<UpdateJob, Problem> changedSince(List<UpdateJob> jobs, Set<String> properties) {
        Map<String, SyncRecord> fresh = byId(jobs, properties);
        Map<UpdateJob, Problem> changed = new HashMap<>();
        jobs.stream()
                .filter(job -> !isAsSeen(job, fresh.get(job.id()), properties))
                .forEach(job -> {
                    job.sent(true);
                    changed.put(job, new Problem(Problem.Kind.STALE, "it changed meanwhile", null));
                });
        return changed;
    }

    private static boolean isAsSeen(UpdateJob job, SyncRecord now, Set<String> properties) {
        return now != null
                && now.presence() != Presence.DELETED
                && now.values()
                        .only(properties::contains)
                        .equals(job.update.seen().values().only(properties::contains));
    }

    private Answer send(List<UpdateJob> jobs) {
        Spec.Update update = entity.update();
        Answer answer = calls.call(chosen(update, jobs.get(0)), Calls.Kind.WRITE, places(update, jobs));
        return update.job() == null || answer.status() >= 400
                ? answer
                : new JobWait(calls, update.job()).result(answer);
    }

    private Spec.Call chosen(Spec.Update update, UpdateJob job) {
        Values seen = job.update.seen().values();
        return update.calls().stream()
                .filter(c -> c.present().stream().noneMatch(p -> Values.isEmpty(seen.get(p)))
                        && c.empty().stream().allMatch(p -> Values.isEmpty(seen.get(p))))
                .findFirst()
                .map(Spec.ChosenCall::call)
                .orElseThrow();
    }

    private Template.Places places(Spec.Update update, List<UpdateJob> jobs) {
        if (update.batch() == 1) {
            return one(update, jobs.get(0));
        }
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        jobs.forEach(job -> items.add(Template.fill(update.item(), one(update, job))));
        return new Template.Places(Map.of("items", items));
    }

    private Template.Places one(Spec.Update update, UpdateJob job) {
        Map<String, JsonNode> places =
                new LinkedHashMap<>(Sequence.places(job.update.seen()).values());
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        job.plain
                .asMap()
                .forEach((name, value) ->
                        put(changes, entity.properties().get(name).path(), value));
        places.put("changes", update.jsonPatch() ? patch(job) : changes);
        return new Template.Places(places);
    }

    /** A JSON Patch: each value is tested before it is replaced. */
    private ArrayNode patch(UpdateJob job) {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        job.plain.asMap().forEach((name, value) -> {
            String path = "/" + entity.properties().get(name).path().replace('.', '/');
            patch.addObject()
                    .put("op", "test")
                    .put("path", path)
                    .set("value", job.update.seen().values().get(name));
            patch.addObject().put("op", "replace").put("path", path).set("value", value);
        });
        return patch;
    }

    static void put(ObjectNode object, String path, JsonNode value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            object.set(path, value);
        } else {
            put(object.withObjectProperty(path.substring(0, dot)), path.substring(dot + 1), value);
        }
    }

    private void settlePlain(UpdateJob job, Batches.Outcome found, Set<String> properties) {
        boolean ofAnother = found.problem() != null
                && found.result().isMissingNode()
                && !chosen(entity.update(), job).path().contains("{id}");
        Batches.Outcome outcome =
                ofAnother ? new Batches.Outcome(found.result(), found.problem().ofAnother()) : found;
        if (outcome.problem() == null) {
            job.wrote = true;
            job.answered = entity.update().record() == null
                    ? null
                    : reader.readWhole(
                            Paths.at(outcome.result(), entity.update().record()),
                            properties,
                            job.update.seen().values().with(job.plain));
        } else if (outcome.problem().kind() == Problem.Kind.STALE && !job.wrote) {
            job.stale = true;
        } else if (job.wrote) {
            job.plain
                    .properties()
                    .forEach(name -> job.refused.put(name, outcome.problem().refusal()));
        } else {
            job.result = new WriteResult.Refused(outcome.problem().refusal());
        }
    }

    /** Reads what was written without an answer that shows it, and what had changed meanwhile: one bulk read. */
    private void readAfter(List<UpdateJob> jobs, Set<String> properties) {
        List<UpdateJob> unread = jobs.stream()
                .filter(job -> job.result == null && (job.stale || job.wrote) && needsRead(job))
                .toList();
        Map<String, SyncRecord> fresh = unread.isEmpty() ? Map.of() : byId(unread, properties);
        for (UpdateJob job : jobs) {
            if (job.result == null) {
                job.result = result(job, fresh.get(job.id()));
            }
        }
    }

    private static boolean needsRead(UpdateJob job) {
        return job.stale || job.answered == null || !job.sequenced.isEmpty();
    }

    private WriteResult result(UpdateJob job, SyncRecord fresh) {
        if (job.stale) {
            return new WriteResult.Stale(fresh, job.inDoubt);
        }
        if (!job.wrote) {
            return new WriteResult.Refused(firstRefusal(job));
        }
        if (needsRead(job)) {
            return new WriteResult.Written(fresh == null ? job.goneSince() : fresh, false, job.refused);
        }
        return new WriteResult.Written(job.answered, true, job.refused);
    }

    private static Refusal firstRefusal(UpdateJob job) {
        return job.refused.values().stream()
                .findFirst()
                .orElse(new Refusal(Refusal.Kind.INVALID, "there was nothing to write", null));
    }
}
