package chat.foyer.cluster;

import java.time.Duration;
import java.util.concurrent.Executor;

import chat.foyer.message.DeliveryParts;
import chat.foyer.message.EventDelivery;
import chat.foyer.message.Events;
import chat.foyer.message.PublishedHeads;
import chat.foyer.message.RoomListeners;
import chat.foyer.room.Presence;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.Node;
import chat.foyer.store.TestStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link BellConfiguration}.
 */
@EachDatabase
class BellConfigurationTests {

	@RegisterExtension
	static final TestStore store = new TestStore(BellConfiguration.class, GapReader.class, PostgresOtherNodes.class,
			SignalRelay.class, Parts.class);

	@Test
	void onlyNodesOnPostgresqlWakeEachOther() {
		boolean isOnlyNode = store.get(Node.class).id().equals(Node.local().id());
		Found found = store.get(Found.class);
		assertThat(found.bell() instanceof PostgresBell bell && bell.isRunning()).isEqualTo(!isOnlyNode);
		assertThat(found.reader() != null && found.reader().isRunning()).isEqualTo(!isOnlyNode);
		assertThat(found.relay() != null).isEqualTo(!isOnlyNode);
		assertThat(found.heads() != null).isEqualTo(!isOnlyNode);
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.filteredOn((name) -> name.startsWith("bell-") || name.equals("gap-reader"))
			.hasSize(isOnlyNode ? 0 : 3);
	}

	@Test
	void connectionsOfTheBellHaveANameOfTheirOwn() {
		if (store.get(Found.class).bell() != null) {
			await().atMost(Duration.ofSeconds(10)).until(() -> store.jdbc().sql("""
					select count(*) from pg_stat_activity
					where datname = current_database() and application_name = 'foyer-bell'
					and query = 'listen foyer'""").query(Integer.class).single() == 1);
		}
	}

	@Test
	void bellCanBeTurnedOff() {
		Bell bell = new BellConfiguration().bell(new ClusterProperties(false), mock(), mock(),
				new SimpleMeterRegistry());
		assertThat(bell).isNotInstanceOf(PostgresBell.class);
		bell.ring(Ring.LOOK);
	}

	/**
	 * What there is with a kind of database.
	 */
	record Found(@Nullable Bell bell, @Nullable GapReader reader, @Nullable SignalRelay relay,
			@Nullable PublishedHeads heads) {
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Parts {

		@Bean
		Found found(ObjectProvider<Bell> bell, ObjectProvider<GapReader> reader, ObjectProvider<SignalRelay> relay,
				ObjectProvider<PublishedHeads> heads) {
			return new Found(bell.getIfAvailable(), reader.getIfAvailable(), relay.getIfAvailable(),
					heads.getIfAvailable());
		}

		@Bean
		SimpleMeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

		@Bean
		Events events() {
			return mock();
		}

		@Bean
		EventDelivery delivery(ObjectProvider<PublishedHeads> heads) {
			return DeliveryParts.delivery((event) -> {
			}, heads.getIfAvailable());
		}

		@Bean
		Presence presence() {
			return mock();
		}

		@Bean
		Executor applicationTaskExecutor() {
			return Runnable::run;
		}

		@Bean
		RoomListeners listeners() {
			return (room) -> false;
		}

	}

}
