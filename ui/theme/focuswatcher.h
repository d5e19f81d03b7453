#pragma once

#include <QtCore/QObject>
#include <QtCore/QPointer>

namespace oriel::ui {

/// Watches the focus in the whole application: the ring is shown after keyboard use, not after a
/// click. Makes Enter press a focused tool button, like Space; on a radio button or check box of a
/// dialog, Enter presses the default button. A modal dialog is activated again when the window
/// behind it is activated. A button is no longer hovered when its menu closes elsewhere.
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
