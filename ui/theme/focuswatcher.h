#pragma once

#include <QtCore/QObject>
#include <QtCore/QPointer>

namespace oriel::ui {

/// Watches how the focus moves, for the whole application: the ring is shown to whoever uses the
/// keyboard, not to whoever has just clicked. Makes Enter press a tool button that has the focus,
/// as Space does; on a radio button or tick box of a dialog, Enter presses the default button. A
/// modal dialog becomes active again when the window behind it is activated.
class FocusWatcher final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] bool byMouse() const { return m_byMouse; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool m_byMouse = false;
};

} // namespace oriel::ui
