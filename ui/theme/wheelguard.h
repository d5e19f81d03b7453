#pragma once

#include <QtCore/QObject>

namespace oriel::ui {

/// Keeps the mouse wheel from changing a field that does not have the focus, for the whole
/// application: the wheel goes on to what scrolls around the field. OrielStyle takes care that the
/// wheel does not give the focus either.
class WheelGuard final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace oriel::ui
