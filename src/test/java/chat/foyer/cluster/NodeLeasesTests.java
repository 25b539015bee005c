package chat.foyer.cluster;

import java.time.Duration;

import chat.foyer.store.Node;
import chat.foyer.store.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link NodeLeases}.
 */
class NodeLeasesTests {

	private static final Duration TIME = Duration.ofMinutes(2);

	@RegisterExtension
	static final TestStore store = TestStore.postgres(ClusterParts.class);

	private final Node firstNode = Node.random();

	private final NodeLeases first = new NodeLeases(store.jdbc(), this.firstNode);

	private final NodeLeases second = new NodeLeases(store.jdbc(), Node.random());

	@BeforeEach
	void forget() {
		store.jdbc().sql("delete from lease").update();
	}

	@Test
	void oneNodeHasALeaseUntilItEnds() {
		assertThat(this.first.take("files", TIME)).isTrue();
		assertThat(this.second.take("files", TIME)).isFalse();
		assertThat(this.first.take("files", TIME)).as("renewed").isTrue();
		assertThat(this.second.take("other", TIME)).as("a lease of another name").isTrue();
		store.jdbc().sql("update lease set until = until - ?").param(TIME.toMillis() + 1).update();
		assertThat(this.second.take("files", TIME)).isTrue();
		assertThat(this.first.take("files", TIME)).isFalse();
	}

	@Test
	void nodeThatStopsReleasesItsLeases() {
		assertThat(this.first.take("files", TIME)).isTrue();
		store.get(NodeHeartbeats.class).retire(this.firstNode.id(), TIME);
		assertThat(this.second.take("files", TIME)).isTrue();
	}

}
