package chat.foyer.file;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

import chat.foyer.limit.ErrorCode;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.web.Problem;
import chat.foyer.web.Problems;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Serves the files of a room to guests with a seat there, and a file that no message has
 * to the seat that uploaded it. The id decides; any name is accepted. Loading a file does
 * not count as being in the room.
 */
@Controller
@RequestMapping("/rooms/{room}/files/{id}")
class DownloadController {

	private final RoomRegistry registry;

	private final StoredFiles files;

	private final FileStore store;

	private final ServedFileHandler handler;

	private final Problems problems;

	DownloadController(RoomRegistry registry, StoredFiles files, FileStore store, ServedFileHandler handler,
			Problems problems) {
		this.registry = registry;
		this.files = files;
		this.store = store;
		this.handler = handler;
		this.problems = problems;
	}

	@GetMapping("/{name}")
	void content(@PathVariable RoomKey room, @PathVariable String id, @AuthenticationPrincipal @Nullable Guest guest,
			HttpServletRequest request, HttpServletResponse response, Locale locale)
			throws ServletException, IOException {
		serve(room, id, false, guest, request, response, locale);
	}

	/**
	 * A picture that fits into a line of the room.
	 */
	@GetMapping("/thumbnail")
	void thumbnail(@PathVariable RoomKey room, @PathVariable String id, @AuthenticationPrincipal @Nullable Guest guest,
			HttpServletRequest request, HttpServletResponse response, Locale locale)
			throws ServletException, IOException {
		serve(room, id, true, guest, request, response, locale);
	}

	private void serve(RoomKey room, String id, boolean isThumbnail, @Nullable Guest guest, HttpServletRequest request,
			HttpServletResponse response, Locale locale) throws ServletException, IOException {
		Optional<Seat> seat = seat(room, guest);
		if (seat.isEmpty()) {
			refuse(request, response, locale);
			return;
		}
		Optional<StoredFile> file = find(seat.get(), id).filter((known) -> !isThumbnail || known.file().isPicture());
		Optional<Resource> bytes = file.map((known) -> isThumbnail ? this.store.thumbnail(id) : this.store.content(id))
			.filter(Resource::exists);
		if (bytes.isEmpty()) {
			response.sendError(HttpStatus.NOT_FOUND.value());
			return;
		}
		this.handler.send(isThumbnail ? ServedFile.thumbnail(file.orElseThrow(), bytes.get())
				: ServedFile.content(file.orElseThrow(), bytes.get()), request, response);
	}

	private Optional<Seat> seat(RoomKey room, @Nullable Guest guest) {
		return Optional.ofNullable(guest).flatMap((known) -> this.registry.find(known, room));
	}

	private Optional<StoredFile> find(Seat seat, String id) {
		return FileId.isOne(id)
				? this.files.find(seat.room(), id).filter((file) -> file.isAttached() || file.seat().equals(seat.id()))
				: Optional.empty();
	}

	private void refuse(HttpServletRequest request, HttpServletResponse response, Locale locale) throws IOException {
		if (Problem.isPreferredBy(request)) {
			this.problems.of(ErrorCode.NOT_A_MEMBER, locale).writeTo(response);
		}
		else {
			response.sendError(HttpStatus.FORBIDDEN.value());
		}
	}

}
