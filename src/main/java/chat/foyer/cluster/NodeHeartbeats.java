package chat.foyer.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import chat.foyer.store.ConditionalOnDatabase;
import chat.foyer.store.DatabaseKind;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The last heartbeat of each node, and the lease of the node that removes silent ones.
 * All times are those of the database's clock.
 * <p>
 * Thread-safe; calls block on the database.
 */
@Repository
@ConditionalOnDatabase(DatabaseKind.POSTGRESQL)
class NodeHeartbeats {

	/**
	 * The time of the database in milliseconds, which advances within a transaction.
	 */
	static final String NOW = "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";

	private final JdbcClient jdbc;

	NodeHeartbeats(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Adds a node.
	 */
	void add(String node) {
		this.jdbc.sql("insert into node (id, beat_at) values (?, " + NOW + ")").param(node).update();
	}

	/**
	 * Stores a heartbeat of a node. Does nothing if the node was removed.
	 */
	void beat(String node) {
		this.jdbc.sql("update node set beat_at = " + NOW + " where id = ?").param(node).update();
	}

	/**
	 * Notes that a node stops, and releases its leases.
	 * @param silent how long the node counts as silent already
	 */
	void retire(String node, Duration silent) {
		this.jdbc.sql("update node set beat_at = " + NOW + " - ? where id = ?")
			.params(silent.toMillis(), node)
			.update();
		this.jdbc.sql("delete from lease where holder = ?").param(node).update();
	}

	/**
	 * Reads the nodes and the time of the database.
	 */
	Snapshot snapshot() {
		List<String> ids = new ArrayList<>();
		List<Long> time = new ArrayList<>(1);
		this.jdbc.sql("select " + NOW + " as time, node.id from (values (1)) as one left join node on true")
			.query((row) -> {
				time.add(row.getLong("time"));
				String id = row.getString("id");
				if (id != null) {
					ids.add(id);
				}
			});
		return new Snapshot(time.get(0), ids);
	}

	/**
	 * Takes or renews the lease of the node that removes others.
	 * @param time how long the lease lasts
	 * @return whether the node has the lease now
	 */
	boolean takeLease(String node, Duration time) {
		return NodeLeases.take(this.jdbc, "burial", node, time);
	}

	/**
	 * Removes the nodes that have been silent for a time, except for one. A node whose
	 * heartbeat is as far in the future sent it before the clock was set back, and is
	 * removed, too.
	 * @return the ids of the removed nodes
	 */
	List<String> removeSilent(Duration silent, String except) {
		return this.jdbc.sql("delete from node where abs(" + NOW + " - beat_at) >= ? and id <> ? returning id")
			.params(silent.toMillis(), except)
			.query(String.class)
			.list();
	}

	/**
	 * Finds the ids of nodes that have seats but were removed.
	 */
	List<String> findRemoved() {
		return this.jdbc.sql("""
				select distinct node from connection_of
				where not exists (select 1 from node where node.id = connection_of.node)""").query(String.class).list();
	}

	/**
	 * The nodes at one moment.
	 *
	 * @param time the time of the database, in milliseconds
	 * @param ids the ids of the nodes
	 */
	record Snapshot(long time, List<String> ids) {

		Snapshot {
			ids = List.copyOf(ids);
		}

	}

}
