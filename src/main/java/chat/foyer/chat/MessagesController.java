package chat.foyer.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import chat.foyer.entry.SeeOther;
import chat.foyer.file.UploadService;
import chat.foyer.file.FormFiles;
import chat.foyer.file.ReceivedFile;
import chat.foyer.file.UploadRefusedException;
import chat.foyer.limit.RateLimitedEventLog;
import chat.foyer.message.AttachedFile;
import chat.foyer.message.Event;
import chat.foyer.message.MessageId;
import chat.foyer.message.MessageText;
import chat.foyer.message.SentFile;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Takes messages over HTTP: of pages without JavaScript, which get a page, and of pages
 * and programs without a live connection, which get JSON as {@code /user/queue/replies}
 * sends it. A message that is sent again under the same id gets the same answer.
 */
@Controller
@RequestMapping("/rooms/{room}/messages")
class MessagesController {

	private final RateLimitedEventLog log;

	private final RoomPages pages;

	private final RequestAppender appender;

	private final UploadService uploads;

	MessagesController(RateLimitedEventLog log, RoomPages pages, RequestAppender appender, UploadService uploads) {
		this.log = log;
		this.pages = pages;
		this.appender = appender;
		this.uploads = uploads;
	}

	/**
	 * Redirects to the room, or shows the room with the text in the composer and the
	 * reason why it is refused. A guest without a seat gets the form to enter the room
	 * again, with the text to copy. The files of a form that is refused have to be chosen
	 * again.
	 * @param fields all fields; {@code alt} is said of the pictures of the form
	 */
	@PostMapping
	ModelAndView sayByForm(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam String text, @RequestParam Optional<String> id,
			@RequestParam(required = false) @Nullable Long re, @RequestParam MultiValueMap<String, String> fields,
			HttpServletRequest request, HttpServletResponse response, Locale locale) {
		Optional<Seat> seat = this.appender.visit(room, guest);
		String sentId = id.orElseGet(() -> MessageId.random().value());
		List<SentFile> added = new ArrayList<>();
		try {
			this.appender.append(seat, sentId,
					(own, messageId) -> say(own, messageId, text, re, filesOf(own, fields, request, added)));
			return new ModelAndView(SeeOther.room(room));
		}
		catch (RefusedMessageException ex) {
			seat.ifPresent((own) -> added.forEach((file) -> this.uploads.remove(own, file.id())));
			String typed = MessageText.clean(text);
			ModelAndView page = this.appender.page(ex, seat, room, typed, request, response, locale)
				.addObject("draft", typed);
			if (re != null) {
				seat.ifPresent((own) -> this.pages.addReply(page, own, re));
			}
			// The message may come to be stored all the same: the same id keeps it from
			// being stored twice.
			return ex.isTransient() ? page.addObject("messageId", sentId) : page;
		}
	}

	/**
	 * Answers once the message is on disk.
	 */
	@PostMapping(produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE })
	ResponseEntity<Object> say(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			@RequestParam(defaultValue = "") String text, @RequestParam Optional<String> id,
			@RequestParam(required = false) @Nullable Long re, @RequestParam MultiValueMap<String, String> fields,
			HttpServletRequest request, Locale locale) {
		List<SentFile> added = new ArrayList<>();
		ResponseEntity<Object> answer = this.appender.answer(room, guest, id, locale,
				(seat, messageId) -> say(seat, messageId, text, re, filesOf(seat, fields, request, added)));
		if (answer.getStatusCode().isError()) {
			FormFiles.of(request)
				.ifPresent((form) -> added.forEach((file) -> this.uploads.remove(form.seat(), file.id())));
		}
		return answer;
	}

	/**
	 * The files that are uploaded already, and those of the form.
	 */
	private List<SentFile> filesOf(Seat seat, MultiValueMap<String, String> fields, HttpServletRequest request,
			List<SentFile> added) {
		List<SentFile> sent = new ArrayList<>(filesIn(fields));
		add(seat, fields.getFirst("alt"), request, sent.size(), added);
		sent.addAll(added);
		return sent;
	}

	/**
	 * Stores the files of a form.
	 * @param others how many files the message has besides
	 * @param added to which they are added one by one, also when a later one is refused
	 */
	private void add(Seat seat, @Nullable String alt, HttpServletRequest request, int others, List<SentFile> added) {
		List<ReceivedFile> received = FormFiles.of(request).map(FormFiles::files).orElse(List.of());
		if (others + received.size() > SentFile.MAX_FILES) {
			throw UploadRefusedException.tooMany();
		}
		for (ReceivedFile one : received) {
			AttachedFile file = this.uploads.add(seat, one, false);
			added.add(new SentFile(file.id(), file.isPicture() ? alt : null));
		}
	}

	private CompletableFuture<Event> say(Seat seat, MessageId id, String typed, @Nullable Long re,
			List<SentFile> files) {
		MessageText text = files.isEmpty() ? this.log.check(typed) : this.log.checkOptional(typed);
		return this.log.say(seat, id, text, re, files);
	}

	/**
	 * Reads the repeated fields themselves: a list would be split at the commas of a
	 * single text.
	 */
	private static List<SentFile> filesIn(MultiValueMap<String, String> fields) {
		return SentFile.of(fields.get("files"), fields.get("alts"));
	}

}
