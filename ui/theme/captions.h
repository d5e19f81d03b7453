#pragma once

#include <QtCore/QString>

namespace oriel::ui {

// Qt interprets some characters of a text; names from a cloud must be shown literally. Text that is
// laid out here is shortened(), because a name can be as long as an answer.

/// The text of a button, a menu entry or a label with a buddy: & does not start a mnemonic.
[[nodiscard]] QString asCaption(const QString &text);

/// A long tooltip with line breaks, because Qt wraps only markup.
[[nodiscard]] QString asToolTip(const QString &text);

/// The title of a window: [*] is not the placeholder for unsaved changes.
[[nodiscard]] QString asWindowTitle(const QString &text);

} // namespace oriel::ui
