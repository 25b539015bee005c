package chat.foyer.cluster;

import java.time.Duration;

import chat.foyer.store.ConditionalOnDatabase;
import chat.foyer.store.DatabaseKind;
import chat.foyer.store.Leases;
import chat.foyer.store.Node;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The leases of all nodes. Their times are those of the database's clock. A node that
 * stops {@linkplain NodeHeartbeats#retire releases} its own.
 */
@Repository
@ConditionalOnDatabase(DatabaseKind.POSTGRESQL)
class NodeLeases implements Leases {

	private final JdbcClient jdbc;

	private final Node node;

	NodeLeases(JdbcClient jdbc, Node node) {
		this.jdbc = jdbc;
		this.node = node;
	}

	/**
	 * A lease that ends later than a new one would was taken before the clock was set
	 * back, and is not valid.
	 */
	@Override
	public boolean take(String name, Duration time) {
		return take(this.jdbc, name, this.node.id(), time);
	}

	static boolean take(JdbcClient jdbc, String name, String holder, Duration time) {
		return jdbc
			.sql("""
					insert into lease (name, holder, until) values (:name, :holder, %1$s + :time)
					on conflict (name) do update set holder = excluded.holder, until = excluded.until
					where lease.holder = excluded.holder or lease.until not between %1$s and excluded.until"""
				.formatted(NodeHeartbeats.NOW))
			.param("name", name)
			.param("holder", holder)
			.param("time", time.toMillis())
			.update() > 0;
	}

}
