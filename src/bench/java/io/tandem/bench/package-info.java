/**
 * The benchmark of the whole application: {@link io.tandem.bench.Bench} is its one command, {@code mvn -Pbench
 * -DskipTests verify}. What was measured and found: {@code src/docs/benchmarks.md}.
 *
 * <p>Open {@link io.tandem.bench.Bench} first. Each party of a run is a process of its own: {@link
 * io.tandem.bench.FastServers}, the packaged application, {@link io.tandem.bench.LimitLoop} and {@link
 * io.tandem.bench.PlainRoute}. {@link io.tandem.bench.DataflowDocuments} is run alone; it times the commands for documents.
 */
package io.tandem.bench;
