package chat.foyer.file;

import java.util.List;
import java.util.Optional;

import chat.foyer.room.Seat;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The files of a form, in its request.
 */
public final class FormFiles {

	private static final String ATTRIBUTE = FormFiles.class.getName();

	private final Seat seat;

	private final List<ReceivedFile> files;

	private final @Nullable UploadRefusedException refusal;

	FormFiles(Seat seat, List<ReceivedFile> files, @Nullable UploadRefusedException refusal) {
		this.seat = seat;
		this.files = List.copyOf(files);
		this.refusal = refusal;
	}

	/**
	 * The files of a request; empty if the request is no form with files.
	 */
	public static Optional<FormFiles> of(HttpServletRequest request) {
		return Optional.ofNullable((FormFiles) request.getAttribute(ATTRIBUTE));
	}

	void addTo(HttpServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
	}

	/**
	 * The seat that uploads them.
	 */
	public Seat seat() {
		return this.seat;
	}

	/**
	 * The files, in the order of the form.
	 * @throws UploadRefusedException if the form has some that are refused
	 */
	public List<ReceivedFile> files() {
		if (this.refusal != null) {
			throw this.refusal;
		}
		return this.files;
	}

}
