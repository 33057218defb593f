package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

/** Spans are made only where they were asked for, and have no bodies. */
class TracesTest {

    private final List<SpanData> spans = new CopyOnWriteArrayList<>();

    @Test
    void makesNoSpan_byDefault() throws Exception {
        run(false);

        assertThat(spans).isEmpty();
    }

    @Test
    void makesSpansOfRoutes_withoutTheirBodies() throws Exception {
        run(true);

        assertThat(spans).isNotEmpty();
        assertThat(spans.toString()).doesNotContain("secret pear");
    }

    private void run(boolean traced) throws Exception {
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
                .build();
        OpenTelemetry telemetry =
                OpenTelemetrySdk.builder().setTracerProvider(provider).build();
        Main main = new Main();
        main.configure().withRoutesIncludePattern("classpath:console/two.camel.yaml");
        if (traced) {
            main.addInitialProperty(Routes.TRACES, "true");
        }
        main.bind("telemetry", telemetry);
        main.bind("tracer", provider.get("test"));
        main.start();
        try {
            main.getCamelTemplate().sendBody("direct:apples", "secret pear");
        } finally {
            main.stop();
        }
    }

    private final class Kept implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
