package chat.foyer.file;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import chat.foyer.limit.ClientAddress;
import chat.foyer.limit.ErrorCode;
import chat.foyer.room.Guest;
import chat.foyer.room.InvalidNameException;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.web.Problem;
import chat.foyer.web.UploadRequests;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.LocaleResolver;

/**
 * Admits or refuses the files of a form before its body is read, and then reads the form.
 * Runs after the guest is known, and before the CSRF filter, which reads a field.
 * <p>
 * A form of a page is read even if its files are refused, so that the page can show it
 * again with what was typed in it; its files are skipped then.
 */
final class UploadFilter extends OncePerRequestFilter {

	private static final Logger logger = LoggerFactory.getLogger(UploadFilter.class);

	private static final Pattern ROOM = Pattern.compile("/rooms/([^/]+)/(files|messages)");

	private static final String FILES = "files";

	/**
	 * What a form may have beside the bytes of its files.
	 */
	private static final long FORM_BYTES = DataSize.ofMegabytes(1).toBytes();

	private final RoomRegistry registry;

	private final UploadService uploads;

	private final FileStore store;

	private final UploadSlots slots;

	private final UploadProblems problems;

	private final LocaleResolver languages;

	UploadFilter(RoomRegistry registry, UploadService uploads, FileStore store, UploadSlots slots,
			UploadProblems problems, LocaleResolver languages) {
		this.registry = registry;
		this.uploads = uploads;
		this.store = store;
		this.slots = slots;
		this.problems = problems;
		this.languages = languages;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !UploadRequests.isForm(request);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Matcher path = ROOM.matcher(UploadRequests.path(request));
		boolean isOfRoom = path.matches();
		if (!isOfRoom && !isOfThisBrowser(request)) {
			response.sendError(HttpStatus.FORBIDDEN.value());
			return;
		}
		Optional<Seat> seat = isOfRoom ? seat(path.group(1)) : newestSeat();
		if (seat.isPresent()) {
			filter(seat.get(), !(isOfRoom && FILES.equals(path.group(2))), request, response, chain);
		}
		else if (isOfRoom) {
			refuse(new UploadRefusedException(ErrorCode.NOT_A_MEMBER), request, response);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	/**
	 * Another application of the device shares without a token; a page of another site
	 * must not.
	 */
	private static boolean isOfThisBrowser(HttpServletRequest request) {
		String site = request.getHeader("Sec-Fetch-Site");
		return "none".equals(site) || "same-origin".equals(site);
	}

	private Optional<Seat> seat(String room) {
		try {
			RoomKey key = RoomKey.decode(room);
			return guest().flatMap((guest) -> this.registry.find(guest, key));
		}
		catch (InvalidNameException ex) {
			return Optional.empty();
		}
	}

	private Optional<Seat> newestSeat() {
		return guest().flatMap((guest) -> this.registry.findAll(guest).stream().reduce((older, newer) -> newer));
	}

	private static Optional<Guest> guest() {
		return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
			.map(Authentication::getPrincipal)
			.filter(Guest.class::isInstance)
			.map(Guest.class::cast);
	}

	private void filter(Seat seat, boolean isOfPage, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws ServletException, IOException {
		long length = request.getContentLengthLong();
		if (length < 0) {
			response.sendError(HttpStatus.LENGTH_REQUIRED.value());
			return;
		}
		UploadRefusedException refusal = refusal(seat, length, request);
		if (refusal != null && (!isOfPage || length > maxLength() + this.uploads.maxSize())) {
			refuse(refusal, request, response);
			return;
		}
		MultipartForm form = new MultipartForm(this.store, this.uploads.maxSize(), refusal);
		try {
			if (read(seat, form, request, response)) {
				new FormFiles(seat, form.files(), form.refusal()).addTo(request);
				chain.doFilter(new FormRequest(request, form.fields()), response);
			}
		}
		finally {
			deleteUnclaimed(form.files());
		}
	}

	private long maxLength() {
		return this.uploads.maxSize() + FORM_BYTES;
	}

	private @Nullable UploadRefusedException refusal(Seat seat, long length, HttpServletRequest request) {
		if (length > maxLength()) {
			return new UploadRefusedException(ErrorCode.TOO_LARGE);
		}
		try {
			this.uploads.admit(seat, ClientAddress.of(request.getRemoteAddr()), length);
			return null;
		}
		catch (UploadRefusedException ex) {
			return ex;
		}
	}

	private boolean read(Seat seat, MultipartForm form, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		try {
			UploadSlots.Slot slot = this.slots.take(seat, ClientAddress.of(request.getRemoteAddr()));
			try {
				form.read(request, slot.paced(request.getInputStream()));
			}
			finally {
				slot.release();
			}
			return true;
		}
		catch (UploadRefusedException ex) {
			refuse(ex, request, response);
		}
		catch (IOException ex) {
			logger.debug("A form cannot be read", ex);
			if (!response.isCommitted()) {
				response.sendError(HttpStatus.BAD_REQUEST.value());
			}
		}
		return false;
	}

	private void refuse(UploadRefusedException refusal, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Problem problem = this.problems.of(refusal, this.languages.resolveLocale(request));
		if (Problem.isPreferredBy(request) || UploadRequests.path(request).endsWith("/" + FILES)) {
			problem.writeTo(response);
			return;
		}
		refusal.delay()
			.ifPresent((delay) -> response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(delay.seconds())));
		response.sendError(problem.status());
	}

	private void deleteUnclaimed(List<ReceivedFile> files) {
		for (ReceivedFile file : files) {
			try {
				if (!file.isClaimed()) {
					this.store.delete(file.id());
				}
			}
			catch (IOException ex) {
				// The sweep deletes it.
				logger.warn("A file cannot be deleted: {}", ex.toString());
			}
		}
	}

}
