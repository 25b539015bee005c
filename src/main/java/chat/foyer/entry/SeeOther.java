package chat.foyer.entry;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
	 * The address of a line.
	 */
	public static SeeOther line(LineLink line) {
		return line(line, null);
	}

	/**
	 * The address of a line with a query.
	 * @param query the query as it was sent, if there was one
	 */
	public static SeeOther line(LineLink line, @Nullable String query) {
		return new SeeOther("/rooms/" + line.room().encoded() + "/at/" + line.seq()
				+ ((query != null) ? "?" + query : "") + "#m" + line.seq());
	}

	/**
	 * The room's address, or that of a line there, where the entry form begins with a
	 * username.
	 */
	public static SeeOther invitation(RoomKey room, Optional<LineLink> line, String username) {
		String query = UriComponentsBuilder.newInstance()
			.queryParam("username", "{username}")
			.encode()
			.buildAndExpand(username)
			.toUri()
			.getRawQuery();
		return line.map((link) -> line(link, query)).orElseGet(() -> room(room, query));
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
	 * @param line the link that the form carries, if there is one
	 */
	public static SeeOther form(EntryForm typed, Optional<LineLink> line) {
		return new SeeOther(UriComponentsBuilder.fromPath("/")
			.queryParam("username", "{username}")
			.queryParam("room", "{room}")
			.queryParamIfPresent("at", line.map((link) -> "{at}"))
			.encode()
			.buildAndExpand(Map.of("username", Objects.requireNonNullElse(typed.username(), ""), "room",
					Objects.requireNonNullElse(typed.room(), ""), "at", line.map(LineLink::field).orElse("")))
			.toUriString());
	}

}
