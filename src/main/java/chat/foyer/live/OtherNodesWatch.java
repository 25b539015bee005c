package chat.foyer.live;

import chat.foyer.store.ConditionalOnDatabase;
import chat.foyer.store.DatabaseKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Looks every second for sessions that other nodes have ended, because their notification
 * may be lost.
 */
@Component
@ConditionalOnDatabase(DatabaseKind.POSTGRESQL)
class OtherNodesWatch {

	private static final Logger logger = LoggerFactory.getLogger(OtherNodesWatch.class);

	private final EndedSessions sessions;

	OtherNodesWatch(EndedSessions sessions) {
		this.sessions = sessions;
	}

	@Scheduled(fixedDelayString = "1s", initialDelayString = "1s")
	void look() {
		try {
			this.sessions.look();
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("Ended sessions are looked for later", ex);
		}
	}

}
