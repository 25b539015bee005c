package chat.foyer.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.transaction.TransactionException;

/**
 * Writes the last use of a session at most once a minute, and ignores it when the store
 * cannot be written to, so that reading works on.
 */
final class ThrottledTouchSessionRepository implements SessionRepository<ThrottledTouchSession> {

	private static final Logger logger = LoggerFactory.getLogger(ThrottledTouchSessionRepository.class);

	private final SessionRepository<Session> sessions;

	/**
	 * Sessions that are stored elsewhere.
	 * @param sessions where, which is given nothing but what came from there
	 */
	@SuppressWarnings("unchecked")
	ThrottledTouchSessionRepository(SessionRepository<? extends Session> sessions) {
		this.sessions = (SessionRepository<Session>) sessions;
	}

	@Override
	public ThrottledTouchSession createSession() {
		return new ThrottledTouchSession(this.sessions.createSession(), true);
	}

	@Override
	public void save(ThrottledTouchSession session) {
		if (session.isChanged()) {
			this.sessions.save(session.stored());
			session.saved();
		}
		else if (session.isTouched()) {
			touch(session);
		}
	}

	@Override
	public @Nullable ThrottledTouchSession findById(String id) {
		Session session = this.sessions.findById(id);
		return (session != null) ? new ThrottledTouchSession(session, false) : null;
	}

	@Override
	public void deleteById(String id) {
		this.sessions.deleteById(id);
	}

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
