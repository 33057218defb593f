package io.tandem.upsert;

import io.tandem.chunk.Effect;
import io.tandem.fetch.FeedNeeds;
import io.tandem.flow.Flow;
import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import io.tandem.record.SyncRecord;
import io.tandem.store.Park;
import io.tandem.system.EntityClient;
import io.tandem.system.Reading;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/** Creates of which no answer was stored: what they made is looked up by its external reference, and adopted (rule 10). */
final class LostCreates {

    private final Jdbi jdbi;
    private final Function<EntityKey, EntityClient> clients;
    private final FeedNeeds needs;
    private final Partners partners;

    LostCreates(Jdbi jdbi, Function<EntityKey, EntityClient> clients, FeedNeeds needs, Partners partners) {
        this.jdbi = jdbi;
        this.clients = clients;
        this.needs = needs;
        this.partners = partners;
    }

    static String externalRef(Flow flow, Writing writing) {
        return flow.entity(writing.item().side()).record(writing.id()).toString();
    }

    /**
     * If neither a look-up nor a key says what became of a lost create, a person has to look. The create is made again
     * only when an operator asks for another try.
     */
    private Set<Writing> unknown(Flow flow, List<Writing> repeated) {
        Set<Writing> waiting = new HashSet<>();
        jdbi.useHandle(h -> repeated.stream()
                .filter(writing -> writing.item().snapshot().record().live()
                        && Park.of(h, flow.id(), writing.item().side(), writing.id()).stream()
                                .noneMatch(parked -> parked.property().isEmpty() && parked.isWanted()))
                .forEach(waiting::add));
        waiting.forEach(writing -> CreateResults.parkUnknown(flow, writing));
        return waiting;
    }

    /**
     * Adopts the records that lost creates made.
     *
     * @param repeated of one side
     * @param chunk all writings of theirs
     * @return those that were found, and those of which it can't be known
     */
    Set<Writing> adopt(Flow flow, List<Writing> repeated, List<Writing> chunk) {
        if (repeated.isEmpty()) {
            return Set.of();
        }
        EntityKey made = flow.entity(repeated.get(0).made());
        EntityClient client = clients.apply(made);
        if (client.facts().losesCreates()) {
            return unknown(flow, repeated);
        }
        if (!client.facts().canLookUp()) {
            return Set.of();
        }
        Map<String, Writing> lost = new LinkedHashMap<>();
        repeated.forEach(writing -> lost.put(externalRef(flow, writing), writing));
        Reading reading = client.lookUp(lost.keySet(), needs.properties(made));
        Map<Writing, SyncRecord> kept = new LinkedHashMap<>();
        reading.found().forEach((ref, record) -> {
            if (RecordKey.canBeKept(record.key().id())) {
                kept.put(lost.get(ref), record);
            } else {
                CreateResults.park(flow, lost.get(ref), "what was made has an id that can't be kept", false);
            }
        });
        partners.adoptUnlessHeld(flow, kept, chunk, (writing, record) -> new Effect.Adopted(record));
        reading.unread().forEach((ref, refusal) -> CreateResults.settleRefused(flow, lost.get(ref), refusal));
        Set<Writing> settled = new HashSet<>(lost.values());
        settled.removeIf(writing -> !reading.answers(externalRef(flow, writing)));
        return settled;
    }
}
