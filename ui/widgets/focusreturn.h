#pragma once

#include <QtCore/QObject>
#include <QtCore/QPointer>

class QWidget;

namespace oriel::ui {

/// Keeps whoever works by keyboard in their place: remembers what had the focus before it came into
/// a bar or card that comes and goes, and gives the focus back when that goes. Left alone, Qt takes
/// what is next in the order of Tab, wherever in the window that is.
class FocusReturn final : public QObject
{
public:
    /// `area` owns it.
    explicit FocusReturn(QWidget &area);

    /// To be called before `going`, which is the area or in it, is hidden or deleted. Does nothing
    /// unless the focus is there. What had the focus gets it, or, where that is gone, the first
    /// table that is shown beside the area.
    void giveBack(const QWidget &going);

private:
    [[nodiscard]] QWidget *back() const;

    QWidget &m_area;
    QPointer<QWidget> m_from;
};

} // namespace oriel::ui
