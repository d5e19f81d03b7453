#pragma once

#include "ui/theme/theme.h"

#include <QtWidgets/QFrame>

class QLabel;

namespace oriel::ui {

class LinkedText;

/// An icon with a wrapped text: a note, a caution, a reason.
class NotePanel final : public QFrame
{
    Q_OBJECT

public:
    enum class Kind {
        Plain,
        Warning,
        Caution, ///< a warning in a box
        Problem,
        Busy,
    };

    explicit NotePanel(Theme &theme, QWidget *parent = nullptr);

    /// Hides the panel if `text` is empty. `link`: a link after it; empty: none.
    void setNote(Kind kind, const QString &text, const QString &link = {});
    /// Once it was shown, its place stays when it is hidden or has less text, so that nothing below
    /// it moves.
    void setKeepsPlace() { m_keepsPlace = true; }
    /// With the link.
    [[nodiscard]] QString text() const;
    [[nodiscard]] Kind kind() const { return m_kind; }

Q_SIGNALS:
    void linkFollowed();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void draw();
    void keepPlace();

    Theme &m_theme;
    Kind m_kind = Kind::Plain;
    bool m_keepsPlace = false;
    QLabel *m_icon;
    LinkedText *m_text;
};

} // namespace oriel::ui
