package chat.foyer.store;

import java.sql.SQLException;

import com.zaxxer.hikari.SQLExceptionOverride;

/**
 * Closes connections to a primary that became a replica, which the pool would keep.
 */
final class ReplicaEviction implements SQLExceptionOverride {

	private static final String READ_ONLY = "25006";

	@java.lang.Override
	public Override adjudicate(SQLException failure) {
		return READ_ONLY.equals(failure.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
	}

}
