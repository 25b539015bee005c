package chat.foyer.file;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import chat.foyer.limit.ClientAddress;
import chat.foyer.limit.ErrorCode;
import chat.foyer.message.AttachedFile;
import chat.foyer.room.Guest;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Takes files: as a form, or in parts as
 * <a href="https://tus.io/protocols/resumable-upload">tus 1.0.0</a> describes it, with
 * its extensions for creation and termination.
 */
@Controller
@RequestMapping("/rooms/{room}/files")
class UploadsController {

	private static final String TUS = "Tus-Resumable";

	private static final String VERSION = "1.0.0";

	private static final String UPLOAD_OFFSET = "Upload-Offset";

	private static final String UPLOAD_LENGTH = "Upload-Length";

	private static final String PART = "application/offset+octet-stream";

	/**
	 * The value of the field {@code as} that keeps a picture as it is.
	 */
	private static final String AS_FILE = "file";

	private final RoomRegistry registry;

	private final Presence presence;

	private final UploadService uploads;

	private final UploadSlots slots;

	private final UploadProblems problems;

	UploadsController(RoomRegistry registry, Presence presence, UploadService uploads, UploadSlots slots,
			UploadProblems problems) {
		this.registry = registry;
		this.presence = presence;
		this.uploads = uploads;
		this.slots = slots;
		this.problems = problems;
	}

	/**
	 * Takes the file of a form. Where its address can be asked for the file is told even
	 * if it takes longer than clients wait.
	 */
	@PostMapping
	ResponseEntity<Object> upload(@PathVariable RoomKey room, @RequestParam(required = false) @Nullable String as,
			HttpServletRequest request, HttpServletResponse response) {
		Optional<FormFiles> form = FormFiles.of(request);
		if (form.isEmpty()) {
			return Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "bad-request", "The body must be multipart/form-data")
				.answer();
		}
		List<ReceivedFile> files = form.get().files();
		if (files.size() != 1) {
			return badRequest("There must be one part named file");
		}
		Seat seat = form.get().seat();
		Upload upload = this.uploads.claim(seat, files.get(0), AS_FILE.equals(as));
		response.setHeader(HttpHeaders.LOCATION, location(seat.room(), upload.id(), request));
		AttachedFile file = finishForm(upload);
		return ResponseEntity.status(HttpStatus.CREATED)
			.cacheControl(CacheControl.noStore())
			.contentType(MediaType.APPLICATION_JSON)
			.body(file);
	}

	/**
	 * A file that is refused for good is sent again as a whole.
	 */
	private AttachedFile finishForm(Upload upload) {
		try {
			return this.uploads.finish(upload);
		}
		catch (UploadRefusedException ex) {
			if (ex.reason() != ErrorCode.UNAVAILABLE) {
				this.uploads.remove(upload);
			}
			throw ex;
		}
	}

	/**
	 * Begins an upload in parts.
	 */
	@PostMapping(headers = TUS)
	ResponseEntity<Object> create(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestHeader HttpHeaders headers, HttpServletRequest request, HttpServletResponse response) {
		if (!isVersion(headers, response)) {
			return wrongVersion();
		}
		Seat seat = seat(room, guest);
		Optional<Long> length = number(headers, UPLOAD_LENGTH);
		if (length.isEmpty()) {
			return badRequest("Upload-Length must tell how many bytes follow");
		}
		if (request.getContentLengthLong() > 0) {
			return Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "bad-request", "The bytes follow with PATCH").answer();
		}
		Map<String, String> metadata = new HashMap<>();
		if (!readMetadata(headers.getFirst("Upload-Metadata"), metadata)) {
			return badRequest("Upload-Metadata is malformed");
		}
		Upload upload = this.uploads.begin(seat, ClientAddress.of(request.getRemoteAddr()),
				metadata.getOrDefault("filename", ""), length.get(), AS_FILE.equals(metadata.get("as")));
		if (length.get() == 0) {
			finish(upload);
		}
		return ResponseEntity.status(HttpStatus.CREATED)
			.header(HttpHeaders.LOCATION, location(seat.room(), upload.id(), request))
			.cacheControl(CacheControl.noStore())
			.build();
	}

	/**
	 * Tells how many bytes have arrived.
	 */
	@RequestMapping(path = "/{id}", method = RequestMethod.HEAD)
	ResponseEntity<Object> offset(@PathVariable RoomKey room, @PathVariable String id,
			@AuthenticationPrincipal @Nullable Guest guest, @RequestHeader HttpHeaders headers,
			HttpServletResponse response) {
		if (!isVersion(headers, response)) {
			return wrongVersion();
		}
		Optional<Upload> upload = findOwn(room, id, guest);
		if (upload.isEmpty()) {
			return notFound();
		}
		long received = this.uploads.received(upload.get());
		if (received == upload.get().length()) {
			finish(upload.get());
		}
		return ResponseEntity.ok()
			.header(UPLOAD_OFFSET, String.valueOf(received))
			.header(UPLOAD_LENGTH, String.valueOf(upload.get().length()))
			.cacheControl(CacheControl.noStore())
			.build();
	}

	/**
	 * Appends bytes. With the last ones the file is finished, if that takes no longer
	 * than clients wait.
	 */
	@PatchMapping("/{id}")
	ResponseEntity<Object> append(@PathVariable RoomKey room, @PathVariable String id,
			@AuthenticationPrincipal @Nullable Guest guest, @RequestHeader HttpHeaders headers,
			HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!isVersion(headers, response)) {
			return wrongVersion();
		}
		Seat seat = seat(room, guest);
		Optional<Upload> found = findOwn(room, id, guest);
		if (found.isEmpty()) {
			return notFound();
		}
		if (!PART.equalsIgnoreCase(request.getContentType())) {
			return Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "bad-request", "The type must be " + PART).answer();
		}
		Optional<Long> offset = number(headers, UPLOAD_OFFSET);
		if (offset.isEmpty()) {
			return badRequest("Upload-Offset must tell where the bytes belong");
		}
		Upload upload = found.get();
		if (request.getContentLengthLong() > upload.length() - offset.get()) {
			throw new UploadRefusedException(ErrorCode.TOO_LARGE);
		}
		Optional<Long> received = append(seat, upload, offset.get(), request);
		if (received.isEmpty()) {
			return conflict("Other bytes have arrived: ask for the offset");
		}
		if (received.get() == upload.length()) {
			finish(upload);
		}
		return ResponseEntity.noContent()
			.header(UPLOAD_OFFSET, String.valueOf(received.get()))
			.cacheControl(CacheControl.noStore())
			.build();
	}

	private Optional<Long> append(Seat seat, Upload upload, long offset, HttpServletRequest request)
			throws IOException {
		UploadSlots.Slot slot = this.slots.take(seat, ClientAddress.of(request.getRemoteAddr()));
		try {
			return this.uploads.append(upload, offset, slot.paced(request.getInputStream()));
		}
		finally {
			slot.release();
		}
	}

	/**
	 * Finishes a file. One that takes too long goes on without the client, who asks for
	 * it later.
	 */
	private void finish(Upload upload) {
		try {
			this.uploads.finish(upload);
		}
		catch (UploadRefusedException ex) {
			if (ex.reason() != ErrorCode.UNAVAILABLE) {
				throw ex;
			}
		}
	}

	/**
	 * Removes a file that is not sent.
	 */
	@DeleteMapping("/{id}")
	ResponseEntity<Object> remove(@PathVariable RoomKey room, @PathVariable String id,
			@AuthenticationPrincipal @Nullable Guest guest, @RequestHeader HttpHeaders headers,
			HttpServletResponse response) {
		if (!isVersion(headers, response)) {
			return wrongVersion();
		}
		Optional<Upload> upload = findOwn(room, id, guest);
		if (upload.isEmpty()) {
			return notFound();
		}
		return this.uploads.remove(upload.get()) ? ResponseEntity.noContent().build()
				: conflict("A message has the file");
	}

	/**
	 * Describes a file that is there as a whole: to who uploads it, and once a message
	 * has it to everybody in the room.
	 */
	@GetMapping("/{id}")
	ResponseEntity<Object> describe(@PathVariable RoomKey room, @PathVariable String id,
			@AuthenticationPrincipal @Nullable Guest guest) {
		Optional<Upload> upload = this.uploads.find(room, id);
		Seat seat = seat(room, guest);
		if (upload.filter((file) -> file.seq() == null).isPresent()) {
			requireOwn(upload, seat);
		}
		if (upload.isEmpty() || this.uploads.received(upload.get()) < upload.get().length()) {
			return notFound();
		}
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.contentType(MediaType.APPLICATION_JSON)
			.body(this.uploads.finish(upload.get()));
	}

	@RequestMapping(path = { "", "/{id}" }, method = RequestMethod.OPTIONS)
	ResponseEntity<Object> options(@PathVariable RoomKey room) {
		return ResponseEntity.noContent()
			.header(TUS, VERSION)
			.header("Tus-Version", VERSION)
			.header("Tus-Extension", "creation,termination")
			.header("Tus-Max-Size", String.valueOf(this.uploads.maxSize()))
			.allow(HttpMethod.OPTIONS, HttpMethod.POST, HttpMethod.HEAD, HttpMethod.GET, HttpMethod.PATCH,
					HttpMethod.DELETE)
			.build();
	}

	@ExceptionHandler
	ResponseEntity<Object> on(UploadRefusedException refusal, Locale locale) {
		return this.problems.of(refusal, locale).answer();
	}

	/**
	 * The sender is gone, or too slow. What has arrived is kept.
	 */
	@ExceptionHandler
	ResponseEntity<Object> on(FileStore.StreamFailedException failure) {
		return (failure.getCause() instanceof SocketTimeoutException)
				? Problem.of(HttpStatus.REQUEST_TIMEOUT, "unavailable", "The bytes came too slowly").answer()
				: badRequest("The bytes could not be read");
	}

	private Seat seat(RoomKey room, @Nullable Guest guest) {
		return Optional.ofNullable(guest)
			.flatMap((known) -> this.registry.find(known, room))
			.filter(this.presence::poll)
			.orElseThrow(() -> new UploadRefusedException(ErrorCode.NOT_A_MEMBER));
	}

	private Optional<Upload> findOwn(RoomKey room, String id, @Nullable Guest guest) {
		Seat seat = seat(room, guest);
		Optional<Upload> upload = this.uploads.find(room, id);
		requireOwn(upload, seat);
		return upload;
	}

	private static void requireOwn(Optional<Upload> upload, Seat seat) {
		if (upload.filter((file) -> !file.seat().equals(seat.id())).isPresent()) {
			throw new UploadRefusedException(ErrorCode.FORBIDDEN);
		}
	}

	private static String location(RoomKey room, String id, HttpServletRequest request) {
		return request.getContextPath() + "/rooms/" + room.encoded() + "/files/" + id;
	}

	/**
	 * Whether the client speaks this version. Tells it in any case.
	 */
	private static boolean isVersion(HttpHeaders headers, HttpServletResponse response) {
		response.setHeader(TUS, VERSION);
		if (VERSION.equals(headers.getFirst(TUS))) {
			return true;
		}
		response.setHeader("Tus-Version", VERSION);
		return false;
	}

	private static ResponseEntity<Object> wrongVersion() {
		return Problem.of(HttpStatus.PRECONDITION_FAILED, "bad-request", "Tus-Resumable must be " + VERSION).answer();
	}

	private static ResponseEntity<Object> badRequest(String title) {
		return Problem.of(HttpStatus.BAD_REQUEST, "bad-request", title).answer();
	}

	private static ResponseEntity<Object> notFound() {
		return Problem.of(HttpStatus.NOT_FOUND, "not-found", "There is no such file").answer();
	}

	private static ResponseEntity<Object> conflict(String title) {
		return Problem.of(HttpStatus.CONFLICT, "conflict", title).answer();
	}

	private static Optional<Long> number(HttpHeaders headers, String name) {
		return Optional.ofNullable(headers.getFirst(name))
			.filter((text) -> text.matches("\\d{1,18}"))
			.map(Long::valueOf);
	}

	/**
	 * Reads pairs of a name and a value in Base64, which may be missing.
	 * @return false if they are malformed
	 */
	private static boolean readMetadata(@Nullable String header, Map<String, String> metadata) {
		if (!StringUtils.hasText(header)) {
			return true;
		}
		for (String pair : Objects.requireNonNull(header).split(",", -1)) {
			String[] parts = pair.strip().split(" ", 2);
			try {
				String value = new String(Base64.getDecoder().decode((parts.length > 1) ? parts[1].strip() : ""),
						StandardCharsets.UTF_8);
				if (parts[0].isEmpty() || metadata.put(parts[0], value) != null) {
					return false;
				}
			}
			catch (IllegalArgumentException ex) {
				return false;
			}
		}
		return true;
	}

}
