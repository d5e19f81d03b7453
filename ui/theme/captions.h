#pragma once

#include <QtCore/QString>

namespace oriel::ui {

// Qt gives some characters of a text a meaning. A name from a cloud has none of it. And what is
// laid out here is shortened(): a name may be as long as an answer.

/// The text of a button, a menu entry or a label with a buddy: its & is no mnemonic.
[[nodiscard]] QString asCaption(const QString &text);

/// A long tooltip, in lines that can be read at once: Qt wraps only what it takes for markup.
[[nodiscard]] QString asToolTip(const QString &text);

/// The title of a window: its [*] does not stand for unsaved changes.
[[nodiscard]] QString asWindowTitle(const QString &text);

} // namespace oriel::ui
