#pragma once

#include <QtCore/QObject>

namespace oriel::ui {

/// Prevents the mouse wheel from changing a field without focus, in the whole application: the
/// wheel scrolls the area around the field. OrielStyle ensures that the wheel does not focus the
/// field either.
class WheelGuard final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace oriel::ui
