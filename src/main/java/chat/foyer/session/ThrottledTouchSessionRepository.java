package chat.foyer.session;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes the last use of a session at most once a minute, and ignores it when the store
 * cannot be written to, so that reading works on.
 */
final class ThrottledTouchSessionRepository implements SessionRepository<ThrottledTouchSession> {

	private static final Logger logger = LoggerFactory.getLogger(ThrottledTouchSessionRepository.class);

	private final SessionRepository<Session> sessions;

	private final TransactionOperations transactions;

	/**
	 * Creates a repository in front of another one.
	 * @param sessions where the sessions are stored; it gets none that is not from there
	 * @param transactions the transactions in which changed sessions are stored
	 */
	@SuppressWarnings("unchecked")
	ThrottledTouchSessionRepository(SessionRepository<? extends Session> sessions, TransactionOperations transactions) {
		this.sessions = (SessionRepository<Session>) sessions;
		this.transactions = transactions;
	}

	@Override
	public ThrottledTouchSession createSession() {
		return new ThrottledTouchSession(this.sessions.createSession(), true);
	}

	@Override
	public void save(ThrottledTouchSession session) {
		if (session.isChanged()) {
			this.transactions.executeWithoutResult((transaction) -> this.sessions.save(session.stored()));
			session.saved();
		}
		else if (session.isTouched()) {
			touch(session);
		}
	}

	@Override
	public @Nullable ThrottledTouchSession findById(String id) {
		// A cookie can have any characters, PostgreSQL refuses this one.
		Session session = (id.indexOf('\0') < 0) ? this.sessions.findById(id) : null;
		return (session != null) ? new ThrottledTouchSession(session, false) : null;
	}

	@Override
	public void deleteById(String id) {
		this.sessions.deleteById(id);
	}

	/**
	 * A touch is a single update, so it needs no transaction of ours.
	 */
	private void touch(ThrottledTouchSession session) {
		try {
			this.sessions.save(session.stored());
			session.saved();
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("The last use of a session was not written down", ex);
		}
	}

}
