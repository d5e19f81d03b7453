#pragma once

#include "ui/theme/theme.h"

#include <QtWidgets/QFrame>

class QLabel;

namespace oriel::ui {

/// An icon and a text that wraps beside it: a note, a caution, a reason.
class NotePanel final : public QFrame
{
    Q_OBJECT

public:
    enum class Kind { Plain, Caution, Problem, Busy };

    explicit NotePanel(Theme &theme, QWidget *parent = nullptr);

    /// Hides the panel where `text` is empty.
    void setNote(Kind kind, const QString &text);
    [[nodiscard]] QString text() const;
    [[nodiscard]] Kind kind() const { return m_kind; }

private:
    void draw();

    Theme &m_theme;
    Kind m_kind = Kind::Plain;
    QLabel *m_icon;
    QLabel *m_text;
};

} // namespace oriel::ui
