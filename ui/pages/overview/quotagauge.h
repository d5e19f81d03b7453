#pragma once

#include "ui/theme/theme.h"
#include "ui/widgets/roleaccess.h"

#include "openstack/quota.h"

#include <QtWidgets/QWidget>

#include <optional>

namespace oriel::ui {

/// The usage of one quota: its name, "4 of 10", and a bar.
class QuotaGauge : public QWidget, public Gauge
{
    Q_OBJECT

public:
    /// `unit`: see forms::quotaText().
    QuotaGauge(Theme &theme, const QString &title, QString unit, QWidget *parent = nullptr);

    /// nullopt: unknown.
    void setQuota(const std::optional<openstack::Quota> &quota);
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] double share() const override { return m_share; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    QString m_title;
    QString m_unit;
    QString m_text;
    double m_share = -1; ///< -1: unlimited or unknown
};

} // namespace oriel::ui
