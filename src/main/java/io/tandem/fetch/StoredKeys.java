package io.tandem.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Snapshot;
import io.tandem.flow.KeyRule;
import io.tandem.flow.RoundStopped;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.store.FeedState;
import io.tandem.store.FeedTable;
import io.tandem.store.FlowProgress;
import io.tandem.store.MatchKeyTable;
import io.tandem.store.Snapshots;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Keeps the match keys of each feed as the flows that are on make them from its snapshots (rule 2). A key that is replaced
 * is found by what it was made from. So each feed names the rules that made its keys, and keys are changed by no others.
 */
final class StoredKeys {

    private static final String OTHER_FILES = ": its match keys were made by the flow files or descriptors of another"
            + " application on this store. Deploy the same files to all applications, and start this one again";

    private final FeedNeeds needs;
    private final Map<EntityKey, String> names = new ConcurrentHashMap<>();

    StoredKeys(FeedNeeds needs) {
        this.needs = needs;
    }

    /**
     * Makes the keys again that other rules made, and has their flows compare all unlinked records once more. A feed of which
     * nobody makes keys now says so, else it would vouch for what nobody keeps. Cost: one query, and a walk over each feed
     * whose rules changed, in a transaction of its own.
     */
    void bring(Jdbi jdbi) {
        Map<String, String> stored = jdbi.withHandle(FeedTable::keyRules);
        Set<EntityKey> all = new TreeSet<>(needs.keyed());
        stored.keySet().forEach(entity -> all.add(EntityKey.parse(entity)));
        all.stream()
                .filter(entity -> !rules(entity).equals(stored.get(entity.toString())))
                .forEach(entity -> jdbi.useTransaction(h -> bring(h, entity)));
    }

    private void bring(Handle handle, EntityKey entity) {
        FeedState state = FeedTable.state(handle, entity);
        FeedTable.Locked feed = FeedTable.lock(handle, state.id());
        JsonNode stored = read(feed.keyRules());
        for (KeyRule rule : needs.keyRules(entity)) {
            if (!stored.path(name(rule)).asText().equals(rule.fingerprint())) {
                MatchKeyTable.build(handle, feed, entity, rule);
                MatchKeyTable.forgetLinked(handle, rule.flow(), rule.side());
                FlowProgress.compareAgain(handle, rule.flow().id());
            }
        }
        FeedTable.keyRules(handle, feed.id(), rules(entity));
    }

    /** @throws RoundStopped.OtherFiles if the feed's keys were made by other rules */
    void check(Handle handle, EntityKey entity, FeedTable.Locked feed) {
        if (rules(entity).equals(feed.keyRules())) {
            return;
        }
        if (feed.sequence() > 0) {
            throw new RoundStopped.OtherFiles(entity + OTHER_FILES);
        }
        FeedTable.keyRules(handle, feed.id(), rules(entity));
    }

    /** @param known the snapshots before, by id */
    void replace(Handle handle, EntityKey entity, List<Snapshot> news, Map<String, Snapshots.Row> known) {
        for (KeyRule rule : needs.keyRules(entity)) {
            MatchKeyTable.replace(
                    handle,
                    rule,
                    news,
                    id -> known.containsKey(id) ? known.get(id).seen().record() : null);
        }
    }

    private String rules(EntityKey entity) {
        return names.computeIfAbsent(entity, one -> {
            Map<String, String> byRule = new TreeMap<>();
            needs.keyRules(one).forEach(rule -> byRule.put(name(rule), rule.fingerprint()));
            return Json.text(byRule);
        });
    }

    private static String name(KeyRule rule) {
        return rule.flow().id() + " " + rule.side();
    }

    private static JsonNode read(String rules) {
        try {
            return Json.MAPPER.readTree(rules);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds rules of match keys that are not JSON", e);
        }
    }
}
