#pragma once

#include <QtCore/QObject>

namespace oriel::ui {

/// Sends desktop notifications while the window is not in front. Does nothing without a
/// notification service. https://specifications.freedesktop.org/notification-spec/latest/
class DesktopNotifier : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    void show(const QString &title, const QString &text, bool failed);
};

} // namespace oriel::ui
