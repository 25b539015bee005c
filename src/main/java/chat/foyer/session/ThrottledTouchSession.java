package chat.foyer.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.session.Session;

/**
 * A session that tells whether it has changed or was only used.
 */
final class ThrottledTouchSession implements Session {

	private static final Duration TOUCH_EVERY = Duration.ofMinutes(1);

	private final Session stored;

	private boolean isChanged;

	private boolean isTouched;

	ThrottledTouchSession(Session stored, boolean isNew) {
		this.stored = stored;
		this.isChanged = isNew;
	}

	Session stored() {
		return this.stored;
	}

	boolean isChanged() {
		return this.isChanged;
	}

	boolean isTouched() {
		return this.isTouched;
	}

	void saved() {
		this.isChanged = false;
		this.isTouched = false;
	}

	@Override
	public String getId() {
		return this.stored.getId();
	}

	@Override
	public String changeSessionId() {
		this.isChanged = true;
		return this.stored.changeSessionId();
	}

	@Override
	@SuppressWarnings("TypeParameterUnusedInFormals")
	public <T> @Nullable T getAttribute(String name) {
		return this.stored.getAttribute(name);
	}

	@Override
	public Set<String> getAttributeNames() {
		return this.stored.getAttributeNames();
	}

	@Override
	public void setAttribute(String name, Object value) {
		this.isChanged = true;
		this.stored.setAttribute(name, value);
	}

	@Override
	public void removeAttribute(String name) {
		this.isChanged = true;
		this.stored.removeAttribute(name);
	}

	@Override
	public Instant getCreationTime() {
		return this.stored.getCreationTime();
	}

	/**
	 * Changes nothing within a minute of the last change, except at the first use since
	 * the session was made, which tells that it reached its browser.
	 */
	@Override
	public void setLastAccessedTime(Instant time) {
		boolean isFirst = !this.isChanged && getLastAccessedTime().equals(getCreationTime());
		if (isFirst || !time.isBefore(getLastAccessedTime().plus(TOUCH_EVERY))) {
			this.isTouched = true;
			this.stored.setLastAccessedTime(time);
		}
	}

	@Override
	public Instant getLastAccessedTime() {
		return this.stored.getLastAccessedTime();
	}

	@Override
	public void setMaxInactiveInterval(Duration interval) {
		this.isChanged = true;
		this.stored.setMaxInactiveInterval(interval);
	}

	@Override
	public Duration getMaxInactiveInterval() {
		return this.stored.getMaxInactiveInterval();
	}

	@Override
	public boolean isExpired() {
		return this.stored.isExpired();
	}

}
