package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tandem.system.WriteResult;
import io.tandem.system.descriptor.Problem;
import java.util.function.UnaryOperator;

/** Refuses values that can't go into an array of objects without loss: what is there stays. */
final class ArrayFit {

    private static final Problem NO_ELEMENT = new Problem(
            Problem.Kind.INVALID,
            "it stands in an array of objects that does not have one element for each of the values; what is there stays",
            null);

    private static final Problem NOT_SEEN = new Problem(
            Problem.Kind.INVALID,
            "it is a list inside another value, and without read_many nobody sees what else stands there; what is there stays",
            null);

    private ArrayFit() {}

    /** What else stands in an array can't be seen, so it would be lost. */
    static void refuseLists(UpdateJob job, UnaryOperator<String> path) {
        for (String name : job.plain.properties()) {
            boolean list = job.plain.get(name).isArray()
                    || job.update.seen().values().get(name).isArray();
            if (!Containers.of(path.apply(name)).isEmpty() && list) {
                refuse(job, name, NOT_SEEN);
            }
        }
        endIfNothingIsLeft(job, NOT_SEEN);
    }

    private static void refuse(UpdateJob job, String name, Problem why) {
        job.refuse(name, why, false);
        job.plain = job.plain.only(other -> !other.equals(name));
    }

    private static void endIfNothingIsLeft(UpdateJob job, Problem why) {
        if (job.plain.isEmpty() && job.sequenced.isEmpty()) {
            job.result = new WriteResult.Refused(why.refusal());
        }
    }

    /** A list that doesn't have one value for each element says not where its values belong. */
    static void refuseWhatFitsNoElement(UpdateJob job, UnaryOperator<String> paths) {
        for (String name : job.plain.properties()) {
            String path = paths.apply(name);
            JsonNode container = job.containers.getOrDefault(Containers.of(path), MissingNode.getInstance());
            String rest = path.substring(path.indexOf('.') + 1);
            if (Containers.holdsArray(container, rest)
                    && !Containers.put(container.deepCopy(), rest, job.plain.get(name))) {
                refuse(job, name, NO_ELEMENT);
            }
        }
        endIfNothingIsLeft(job, NO_ELEMENT);
    }
}
