package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tandem.bench.Sample;
import io.tandem.config.Fault;
import io.tandem.config.YamlNode;
import io.tandem.system.call.AnswerJson;
import io.tandem.system.descriptor.DescriptorFile;
import io.tandem.system.descriptor.Spec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A page of tickets, from its bytes to records; what is counted is for one record. */
@State(Scope.Thread)
@OperationsPerInvocation(Sample.RECORDS)
public class AnswerBenchmark {

    private final JsonMapper mapper = AnswerJson.mapper();
    private byte[] page;
    private JsonNode tree;
    private Spec.Entity entity;
    private RecordReader reader;

    @Setup
    public void read() throws IOException {
        page = Sample.page();
        List<Fault> faults = new ArrayList<>();
        DescriptorFile file = YamlNode.read(Path.of("config/systems/zendesk.yaml"), "zendesk.yaml", faults)
                .map(DescriptorFile::new)
                .orElseThrow();
        entity = file.read(file.settingNames()).entities().get(Sample.TICKETS.entity());
        reader = new RecordReader(Sample.TICKETS, entity);
        tree = tree();
    }

    private JsonNode tree() throws IOException {
        return mapper.readTree(new ByteArrayInputStream(page));
    }

    @Benchmark
    public Object treeOfAnswer() throws IOException {
        return tree();
    }

    @Benchmark
    public Object recordsOfTree() {
        return PageRows.of(tree, entity, reader, Sample.PROPERTIES);
    }

    @Benchmark
    public long hashOfPage() {
        return QuickHash.of(tree.path("tickets"));
    }
}
