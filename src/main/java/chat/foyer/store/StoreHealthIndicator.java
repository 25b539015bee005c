package chat.foyer.store;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether the store takes what is written, found out by writing. Part of readiness: a
 * server that cannot store cannot chat.
 */
@Component
class StoreHealthIndicator extends AbstractHealthIndicator {

	private final JdbcClient jdbc;

	StoreHealthIndicator(JdbcClient jdbc) {
		super("The store does not take what is written");
		this.jdbc = jdbc;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		this.jdbc.sql("insert into pulse (id, beats) values (1, 1) on conflict (id) do update set beats = beats + 1")
			.update();
		builder.up();
	}

}
