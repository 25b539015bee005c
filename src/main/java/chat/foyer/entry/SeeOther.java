package chat.foyer.entry;

import java.util.Objects;

import chat.foyer.room.RoomKey;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.view.RedirectView;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The answers that send the browser elsewhere with a GET (303, RFC 9110 section 15.4.4).
 */
public final class SeeOther extends RedirectView {

	private SeeOther(String path) {
		super(path, true);
		setStatusCode(HttpStatus.SEE_OTHER);
		setExpandUriTemplateVariables(false);
		setExposeModelAttributes(false);
	}

	public static SeeOther room(RoomKey room) {
		return new SeeOther("/rooms/" + room.encoded());
	}

	/**
	 * The room's address with a query.
	 * @param query the query as it was sent, if there was one
	 */
	public static SeeOther room(RoomKey room, @Nullable String query) {
		return new SeeOther("/rooms/" + room.encoded() + ((query != null) ? "?" + query : ""));
	}

	/**
	 * A message on the room's page.
	 */
	public static SeeOther message(RoomKey room, long seq) {
		return new SeeOther("/rooms/" + room.encoded() + "#m" + seq);
	}

	/**
	 * The room's address, where the entry form begins with a username.
	 */
	public static SeeOther invitation(RoomKey room, String username) {
		return new SeeOther("/rooms/" + room.encoded()
				+ UriComponentsBuilder.newInstance()
					.queryParam("username", "{username}")
					.encode()
					.buildAndExpand(username)
					.toUriString());
	}

	/**
	 * A path and query of this server.
	 * @param encoded begins with a slash, and is encoded
	 */
	public static SeeOther path(String encoded) {
		return new SeeOther(encoded);
	}

	public static SeeOther entry() {
		return new SeeOther("/");
	}

	/**
	 * The newest room of the guest, or the entry form.
	 */
	public static SeeOther newestRoom() {
		return new SeeOther("/chat");
	}

	/**
	 * The entry form with what was typed in it.
	 */
	public static SeeOther form(EntryForm typed) {
		return new SeeOther(UriComponentsBuilder.fromPath("/")
			.queryParam("username", "{username}")
			.queryParam("room", "{room}")
			.encode()
			.buildAndExpand(Objects.requireNonNullElse(typed.username(), ""),
					Objects.requireNonNullElse(typed.room(), ""))
			.toUriString());
	}

}
