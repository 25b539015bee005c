/**
 * The benchmark: what a delivery costs the packaged server, beside Spring's simple broker
 * in the same run, and what messages cost on PostgreSQL, on one node and on three.
 * Servers run as processes of their own, and so does the load. Started by <pre>
 * ./mvnw -Pbench verify
 * ./mvnw -Pbench verify -Dbench.options="--workloads=W1,W5 --rounds=5"
 * </pre> which prints a table and writes it to {@code target/benchmark/benchmark.json}.
 * The options are those of {@link chat.foyer.bench.Options}.
 */
@NullMarked
package chat.foyer.bench;

import org.jspecify.annotations.NullMarked;
