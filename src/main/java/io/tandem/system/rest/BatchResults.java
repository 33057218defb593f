package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tandem.system.call.Answer;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Spec;
import java.util.Arrays;
import java.util.List;

/**
 * Finds each write's result in the answer to a batch: by the record's id or the write's index where the result names it,
 * else by their order, which counts only if there is one for each. Pure.
 *
 * @param ids of the written records, in the order of the request; "" where there is none yet
 */
record BatchResults(Spec.Results results, List<String> ids) {

    /** @return one for each write, in order; a missing node for a write of which the answer says nothing */
    List<JsonNode> of(Answer answer) {
        JsonNode list = Paths.at(answer.body(), results.items());
        JsonNode[] found = new JsonNode[ids.size()];
        Arrays.fill(found, MissingNode.getInstance());
        boolean complete = list.size() == ids.size();
        for (int i = 0; i < list.size(); i++) {
            int named = named(list.get(i));
            int place = named < 0 && complete ? i : named;
            if (place >= 0 && (found[place].isMissingNode() || named >= 0)) {
                found[place] = list.get(i);
            }
        }
        return List.of(found);
    }

    /** The write that a result names; -1 if it names none of this batch. */
    private int named(JsonNode result) {
        String id = results.id().isEmpty() ? "" : Paths.text(result, results.id());
        int place = id.isEmpty() ? -1 : ids.indexOf(id);
        if (place >= 0 || results.index().isEmpty()) {
            return place;
        }
        JsonNode index = Paths.at(result, results.index());
        return index.isIntegralNumber() && index.intValue() >= 0 && index.intValue() < ids.size()
                ? index.intValue()
                : -1;
    }
}
