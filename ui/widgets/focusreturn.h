#pragma once

#include <QtCore/QObject>
#include <QtCore/QPointer>

class QWidget;

namespace oriel::ui {

/// For keyboard users: remembers what had the focus before it moved into a bar or card that can
/// disappear, and restores the focus when that happens. Otherwise Qt would choose the next widget
/// in the tab order, anywhere in the window.
class FocusReturn final : public QObject
{
public:
    /// `area` owns it.
    explicit FocusReturn(QWidget &area);

    /// Call this before `going`, which is the area or inside it, is hidden or deleted. Does nothing
    /// unless the focus is there. Focuses the previous widget or, if that no longer exists, the
    /// first visible table beside the area.
    void giveBack(const QWidget &going);

private:
    [[nodiscard]] QWidget *back() const;

    QWidget &m_area;
    QPointer<QWidget> m_from;
};

} // namespace oriel::ui
